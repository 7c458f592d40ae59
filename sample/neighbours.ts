// The other invented people: Hans's family, and one for each thing that can befall a number, a name or an address.
import type { Entry, Marriage } from './entry.ts'

/** Hans died yesterday. Four generations, the youngest unnamed. */
// biome-ignore format: a table, a person in a few lines
const hanssFamily: readonly Entry[] = [
  { key: 'hans', first: 'Hans', last: 'Lund', sex: 'M', born: '1939-04-27', job: 'Gartner', died: 'yesterday',
    homes: [['1968-04-01', 'Humlebivænget 3, 5270 Odense N']] },
  { key: 'else', first: 'Else', last: 'Lund', sex: 'K', born: '1942-08-16',
    homes: [['1968-04-01', 'Humlebivænget 3, 5270 Odense N']] },
  { key: 'martin', first: 'Martin', last: 'Lund', sex: 'M', born: '1966-12-03', job: 'Ingeniør', mother: 'else', father: 'hans',
    homes: [['1997-07-01', 'Klokkefrøvej 9, 5000 Odense C']] },
  { key: 'hanne', first: 'Hanne', last: 'Lund', sex: 'K', born: '1968-05-25',
    homes: [['1997-07-01', 'Klokkefrøvej 9, 5000 Odense C']] },
  { key: 'emma', first: 'Emma', last: 'Lund', sex: 'K', born: '23 years 9 months ago', mother: 'hanne', father: 'martin',
    homes: [['1 year 6 months ago', 'Klokkefrøvej 70, 2. tv, 5000 Odense C'], ['born', 'Klokkefrøvej 9, 5000 Odense C']] },
  { key: 'jonas', first: 'Jonas', last: 'Lund', sex: 'M', born: '19 years 2 months ago', mother: 'hanne', father: 'martin',
    homes: [['born', 'Klokkefrøvej 9, 5000 Odense C']] },
  { key: 'frederik', first: 'Frederik', last: 'Lauritsen', sex: 'M', born: '26 years 5 months ago',
    homes: [['1 year 6 months ago', 'Klokkefrøvej 70, 2. tv, 5000 Odense C']] },
  { key: 'newborn', first: '', last: '', sex: 'K', born: '5 days ago', mother: 'emma', father: 'frederik', church: 'A',
    custody: [{ holder: 'mother' }, { holder: 'father' }], homes: [['born', 'Klokkefrøvej 70, 2. tv, 5000 Odense C']] },
]

/** Abroad and back, disappeared, with changed and deleted numbers, with names undone and corrected. */
// biome-ignore format: a table, a person in a few lines
const others: readonly Entry[] = [
  { key: 'ole', first: 'Ole', last: 'Toft', sex: 'M', born: '1959-09-01',
    homes: [['1986-10-01', 'Vadestensvej 25, 6710 Esbjerg V']] },
  { key: 'birthe', first: 'Birthe', last: 'Toft', sex: 'K', born: '1961-06-13',
    homes: [['1986-10-01', 'Vadestensvej 25, 6710 Esbjerg V']] },
  { key: 'rikke', first: 'Rikke', last: 'Toft', sex: 'K', born: '1990-02-22', mother: 'birthe', father: 'ole',
    emigrated: { country: '5110', on: '2019-08-01', lines: ['Nordlysveien 4', '9000 Tromsø', 'Norge'] },
    homes: [['2012-09-01', 'Isfuglehaven 12, 5. th, 2300 København S'], ['born', 'Vadestensvej 25, 6710 Esbjerg V']] },
  { key: 'mads', first: 'Mads', last: 'Toft', sex: 'M', born: '1988-10-10', mother: 'birthe', father: 'ole',
    returned: { country: '5180', left: '2015-01-20', back: '2018-06-05' },
    homes: [['2018-06-05', 'Tangloppevej 88, 2. mf, 6700 Esbjerg']] },
  { key: 'viggo', first: 'Viggo', last: 'Brandt', sex: 'M', born: '1962-01-26', disappeared: '2018-11-04',
    homes: [['2005-03-01', 'Månerødgade 77, st. tv, 2200 København N']] },
  { key: 'astrid', first: 'Astrid', last: 'Vang', sex: 'K', born: '1994-08-31',
    earlierNumbers: [{ status: '60', born: '1994-08-13', from: '1994-08-13', to: '2003-05-20' }],
    homes: [['2016-08-15', 'Lodsbådskajen 21, 6. mf, 8000 Aarhus C']] },
  { key: 'robin', first: 'Robin', last: 'Ravn', sex: 'K', born: '1999-05-17',
    earlierNumbers: [{ status: '60', sex: 'M', from: '1999-05-17', to: '2 years 3 months ago' }],
    earlierNames: [{ first: 'Robert', last: 'Ravn', from: 'born', to: '2 years 4 months ago' }],
    homes: [['2019-08-01', 'Engangsstræde 17, 1. tv, 8000 Aarhus C']] },
  { key: 'sami', first: 'Sami', last: 'Haddad', sex: 'M', born: '1986-12-19', church: 'U', job: 'Kok',
    citizenship: { country: '5100', from: '2020-06-01', earlier: { country: '5120', from: '2009-02-10' } },
    earlierNumbers: [{ status: '50', born: '1986-12-20', from: '2009-02-10', to: '2010-04-12' }],
    homes: [['2014-11-01', 'Gøgelærkevej 31, 7100 Vejle'], ['2009-02-10', 'Gøgelærkevej 90, st. th, 7100 Vejle']] },
  { key: 'greta', first: 'Greta', last: 'Lindqvist', sex: 'K', born: '1991-03-08', church: 'U',
    citizenship: { country: '5120', from: '2014-10-20' }, homes: [['2014-11-01', 'Gøgelærkevej 31, 7100 Vejle']] },
  { key: 'elin', first: 'Elin', middle: 'Lindqvist', last: 'Haddad', sex: 'K', born: '3 years 4 months ago', church: 'U',
    mother: 'greta', father: 'sami', custody: [{ holder: 'mother' }, { holder: 'father' }],
    homes: [['born', 'Gøgelærkevej 31, 7100 Vejle']] },
  { key: 'ingrid', first: 'Ingrid', last: 'Greve', sex: 'K', born: '1964-04-15',
    homes: [['1990-01-05', 'Rimtågevej 40, 8200 Aarhus N']] },
  { key: 'nanna', first: 'Nanna', last: 'Greve', sex: 'K', born: '1996-11-06', mother: 'ingrid',
    earlierNames: [{ first: 'Nanna', last: 'Grewe', from: 'born', to: '1997-02-03', mark: 'K' },
      { first: 'Nanna', last: 'Grøn', from: '2020-07-04', to: '2020-07-04', mark: 'A' },
      { first: 'Nanna Marie', last: 'Greve', from: '1997-02-03', to: '2021-01-12' }],
    homes: [['2020-05-01', 'Blåhejrevangen 63, 8240 Risskov'], ['born', 'Rimtågevej 40, 8200 Aarhus N']] },
  { key: 'liva', first: 'Liva', last: 'Greve', sex: 'K', born: '5 years 6 months ago', mother: 'nanna', church: 'U',
    custody: [{ holder: 'mother' }], homes: [['born', 'Blåhejrevangen 63, 8240 Risskov']] },
  { key: 'aksel', first: 'Aksel', last: 'Greve', sex: 'M', born: '1992-07-07', mother: 'ingrid', job: 'Tømrer',
    protections: [{ type: '0001', from: '2 years ago', to: '1 year ago' }],
    homes: [['8 months ago', 'Rimtågevej 52, 8200 Aarhus N'], ['2 years 1 month ago', 'Havkatvej 90, 2. th, 9000 Aalborg'],
      ['born', 'Rimtågevej 40, 8200 Aarhus N']] },
]

/** Owners and members of boards. */
// biome-ignore format: a table, a person in a few lines
const businessPeople: readonly Entry[] = [
  { key: 'ida', first: 'Ida', last: 'Juhl', sex: 'K', born: '1985-01-30', job: 'Frisør',
    homes: [['2011-06-01', 'Engangsstræde 4, st. mf, 8000 Aarhus C']] },
  { key: 'preben', first: 'Preben', last: 'Storm', sex: 'M', born: '1960-03-03', job: 'Direktør',
    homes: [['1992-08-01', 'Skovmyrestien 70, 8270 Højbjerg']] },
  { key: 'lone', first: 'Lone', last: 'Storm', sex: 'K', born: '1963-05-12',
    homes: [['1992-08-01', 'Skovmyrestien 70, 8270 Højbjerg']] },
  { key: 'jesper', first: 'Jesper', last: 'Hauge', sex: 'M', born: '1970-10-28', job: 'Direktør',
    homes: [['2008-02-01', 'Isfuglehaven 58, 3. tv, 2300 København S']] },
]

export const neighbours: readonly Entry[] = [...hanssFamily, ...others, ...businessPeople]

export const neighbourMarriages: readonly Marriage[] = [
  { spouses: ['else', 'hans'], from: '1965-07-10' },
  { spouses: ['hanne', 'martin'], from: '1996-08-31' },
  { spouses: ['birthe', 'ole'], from: '1985-05-18' },
  { spouses: ['rikke'], outsider: { name: 'Olsen,Knut', born: '1987-04-04' }, from: '2021-06-19' },
  { spouses: ['greta', 'sami'], from: '2017-07-29' },
  { spouses: ['lone', 'preben'], from: '1989-09-02', separated: '3 months ago' },
]
