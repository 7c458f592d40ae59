// Addresses in the form in which people write them, and the codes of enums.
import { expect, test } from 'vitest'
import { isMunicipality, isMunicipalityCode, municipalityName } from '../subgraphs/municipalities.ts'
import { houseNumber, labelLines, plain } from '../subgraphs/persons/address.ts'
import { civilStatusCode, personStatus } from '../subgraphs/persons/codes.ts'

test.each`
  code      | written
  ${'016'}  | ${'16'}
  ${'077A'} | ${'77A'}
  ${'077a'} | ${'77A'}
  ${'000'}  | ${null}
  ${''}     | ${null}
  ${null}   | ${null}
`('house number $code: $written', ({ code, written }) => {
  expect(houseNumber(code)).toBe(written)
})

test.each`
  code      | written
  ${'01'}   | ${'1'}
  ${'ST'}   | ${'st'}
  ${'k2'}   | ${'k2'}
  ${'00'}   | ${null}
  ${'  th'} | ${'th'}
  ${'0004'} | ${'4'}
`('floor or door $code: $written', ({ code, written }) => {
  expect(plain(code)).toBe(written)
})

const address = {
  municipalityCode: '0851',
  streetCode: '8513',
  houseNumber: '016',
  floor: null,
  door: null,
  buildingNumber: null,
}
const words = {
  street: 'Søgade',
  standardAddress: 'Søgade 16',
  locality: null,
  townName: null,
  postalCode: '9000',
  postalDistrict: 'Aalborg',
}

test.each`
  what             | careOf         | text                                                    | lines
  ${'plain'}       | ${null}        | ${words}                                                | ${['Søgade 16', '9000 Aalborg']}
  ${'care of'}     | ${'Bo Mø'}     | ${words}                                                | ${['c/o Bo Mø', 'Søgade 16', '9000 Aalborg']}
  ${'c/o twice'}   | ${'C/O Bo Mø'} | ${words}                                                | ${['c/o Bo Mø', 'Søgade 16', '9000 Aalborg']}
  ${'a farm'}      | ${null}        | ${{ ...words, locality: 'Engen', townName: 'Vodskov' }} | ${['Engen', 'Søgade 16', 'Vodskov', '9000 Aalborg']}
  ${'no words'}    | ${null}        | ${null}                                                 | ${null}
  ${'blank words'} | ${null}        | ${{ ...words, standardAddress: null }}                  | ${null}
`('the lines of a label: $what', ({ careOf, text, lines }) => {
  expect(labelLines({ ...address, careOf, text })).toEqual(lines)
})

test.each`
  code      | name
  ${'0101'} | ${'København'}
  ${'0860'} | ${'Hjørring'}
  ${'0956'} | ${'Sermersooq'}
  ${'0303'} | ${null}
  ${'0000'} | ${null}
`('municipality $code: $name', ({ code, name }) => {
  expect(municipalityName(code)).toBe(name)
})

test.each`
  code           | now      | ever
  ${'0751'}      | ${true}  | ${true}
  ${'0960'}      | ${true}  | ${true}
  ${'0303'}      | ${false} | ${true}
  ${'9999'}      | ${false} | ${false}
  ${'751'}       | ${false} | ${false}
  ${'Aarhus'}    | ${false} | ${false}
  ${'__proto__'} | ${false} | ${false}
`('the code $code is a municipality: now $now, ever $ever', ({ code, now, ever }) => {
  expect([isMunicipality(code), isMunicipalityCode(code)]).toEqual([now, ever])
})

test.each(['40', '', 'constructor', '__proto__', null])('the unknown code %s is null', code => {
  expect([personStatus(code), civilStatusCode(code)]).toEqual([null, null])
})
