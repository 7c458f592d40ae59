// An invented company and one of its units that say everything that the register model knows of (MODEL.md 8).
import { attribute, company, dated, unit } from './cvr-documents.ts'

const written = '2021-05-04T10:00:00.000+02:00'
const at = (value: object, from = '2020-01-01', to: string | null = null) => dated(value, from, to, written)

const address = (number: number) => ({
  ...{
    landekode: 'DK',
    fritekst: `Fri tekst ${number}`,
    vejkode: 45,
    vejnavn: 'Prøvevej',
    bynavn: 'Prøveby',
  },
  ...{ husnummerFra: number, husnummerTil: number + 2, bogstavFra: 'A', bogstavTil: 'C', etage: '1' },
  ...{ sidedoer: 'tv', conavn: 'Prøven', postboks: '17', postnummer: 800, postdistrikt: 'Prøvested' },
  kommune: {
    ...{ kommuneKode: 169, kommuneNavn: 'PRØVEKOMMUNEN' },
    ...{
      periode: { gyldigFra: '2007-01-01', gyldigTil: null },
      sidstOpdateret: '2006-11-13T00:00:00.000+01:00',
    },
  },
  adresseId: `00000000-0000-4000-8000-00000000000${number}`,
  sidstValideret: '2020-02-02',
})

const employed = (time: object, count: number) => ({
  ...time,
  ...{ antalAnsatte: count, antalAarsvaerk: count - 1, antalInklusivEjere: count + 1 },
  intervalKodeAntalAnsatte: 'ANTAL_5_9',
  intervalKodeAntalAarsvaerk: 'ANTAL_2_4',
  intervalKodeAntalInklusivEjere: 'ANTAL_10_19',
  sidstOpdateret: written,
})

const valued = (vaerdi: string, from = '2020-01-01', to: string | null = null) => at({ vaerdi }, from, to)
const contact = (kontaktoplysning: string, hemmelig: boolean) => at({ kontaktoplysning, hemmelig })

/** What a company and a unit have alike. */
const lists = {
  ...{ reklamebeskyttet: true, brancheAnsvarskode: 'A1', samtId: 3, dataAdgang: 2, fejlRegistreret: false },
  ...{ fejlVedIndlaesning: true, fejlBeskrivelse: 'Prøvefejl', naermesteFremtidigeDato: '2031-01-01' },
  ...{ virkningsAktoer: 'R', sidstIndlaest: written, sidstOpdateret: written },
  navne: [at({ navn: 'Første' }, '2020-01-01', '2020-12-31'), at({ navn: 'Anden' }, '2021-01-01')],
  binavne: [at({ navn: 'Binavn Et' }), at({ navn: 'Binavn To' })],
  beliggenhedsadresse: [at(address(1), '2020-01-01', '2020-06-30'), at(address(4), '2020-07-01')],
  postadresse: [at(address(7))],
  telefonNummer: [contact('00110001', false), contact('00110002', true)],
  telefaxNummer: [contact('00110003', false)],
  sekundaertTelefonNummer: [contact('00110004', false)],
  sekundaertTelefaxNummer: [contact('00110005', true)],
  elektroniskPost: [contact('post@example.test', false)],
  hjemmeside: [contact('www.example.test', false)],
  obligatoriskEmail: [contact('krav@example.test', true)],
  livsforloeb: [at({}, '2020-01-01', '2022-12-31'), at({}, '2023-06-01')],
  hovedbranche: [
    at({ branchekode: '620200', branchetekst: 'Konsulenter' }, '2020-01-01', '2024-12-31'),
    at({ branchekode: '622000', branchetekst: 'Rådgivere' }, '2025-01-01'),
  ],
  bibranche1: [at({ branchekode: '011300', branchetekst: 'Grøntsager' })],
  bibranche2: [at({ branchekode: '324000', branchetekst: 'Spil' })],
  bibranche3: [at({ branchekode: '855900', branchetekst: 'Kurser' })],
  aarsbeskaeftigelse: [employed({ aar: 2020 }, 5), employed({ aar: 2021 }, 6)],
  kvartalsbeskaeftigelse: [employed({ aar: 2021, kvartal: 1 }, 7), employed({ aar: 2021, kvartal: 2 }, 8)],
  maanedsbeskaeftigelse: [employed({ aar: 2021, maaned: 11 }, 9)],
  erstMaanedsbeskaeftigelse: [employed({ aar: 2021, maaned: 11 }, 4)],
  ukendtListe: [at({ ukendt: 'x', tal: 4 })],
  ukendtVaerdi: 'noget nyt',
}

const metadata = {
  ...{
    sammensatStatus: 'NORMAL',
    stiftelsesDato: '2019-12-24',
    virkningsDato: '2020-01-01',
    antalPenheder: 2,
  },
  nyesteNavn: at({ navn: 'Anden' }, '2021-01-01'),
  nyesteBinavne: [at({ navn: 'Binavn Et' })],
  nyesteBeliggenhedsadresse: at(address(4), '2020-07-01'),
  nyesteHovedbranche: at({ branchekode: '622000', branchetekst: 'Rådgivere' }, '2025-01-01'),
  nyesteBibranche1: at({ branchekode: '011300', branchetekst: 'Grøntsager' }),
  nyesteKontaktoplysninger: ['00110001', 'post@example.test'],
  nyesteAarsbeskaeftigelse: employed({ aar: 2021 }, 6),
  nyesteKvartalsbeskaeftigelse: employed({ aar: 2021, kvartal: 2 }, 8),
  nyesteMaanedsbeskaeftigelse: employed({ aar: 2021, maaned: 11 }, 9),
  ukendtNyeste: 'ja',
}

const organisation = (
  hovedtype: string,
  navn: string,
  unitNumber: number,
  ...members: readonly object[][]
) => ({
  ...{ enhedsNummerOrganisation: unitNumber, hovedtype, attributter: [] },
  organisationsNavn: [at({ navn })],
  medlemsData: members.map(attributter => ({ attributter })),
})

const participant = (enhedsNummer: number, enhedstype: string, navn: string, more: object = {}) => ({
  ...{ enhedsNummer, enhedstype, forretningsnoegle: null, organisationstype: 'ANPARTSSELSKAB' },
  ...{ adresseHemmelig: false, adresseHemmeligUndtagelse: false, adresseOpdateringOphoert: true },
  ...{ sidstIndlaest: written, sidstOpdateret: written, navne: [at({ navn })] },
  ...{
    beliggenhedsadresse: [at(address(2))],
    postadresse: [at(address(3))],
    forretningsadresse: [at(address(5))],
  },
  ...more,
})

const relations = [
  {
    deltager: participant(7101, 'PERSON', 'Formand Prøve'),
    kontorsteder: [],
    organisationer: [
      organisation('LEDELSESORGAN', 'Bestyrelse', 8101, [
        attribute('FUNKTION', valued('FORMAND')),
        attribute('VALGFORM', valued('GENERALFORSAMLING')),
      ]),
      organisation('STIFTERE', 'Stiftere', 8102, [
        attribute('FUNKTION', valued('STIFTERE', '2020-01-01', '2020-01-01')),
      ]),
      organisation('REGISTER', 'EJERREGISTER', 8103, [
        attribute('EJERANDEL_PROCENT', valued('0.6')),
        attribute('EJERANDEL_STEMMERET_PROCENT', valued('0.75')),
        attribute('EJERANDEL_MEDDELELSE_DATO', valued('2020-01-15')),
        attribute('UKENDT_ANDEL', valued('0.5')),
      ]),
      organisation('REGISTER', 'Reelle ejere', 8104, [attribute('FUNKTION', valued('Reel ejer'))]),
    ],
    ukendtRelation: 'r',
  },
  {
    deltager: participant(7102, 'VIRKSOMHED', 'Revisor Prøve ApS'),
    kontorsteder: [
      {
        penhed: { pNummer: 1000000077, enhedsNummer: 9100, navne: [at({ navn: 'Kontoret' })] },
        attributter: [attribute('FUNKTION', valued('KONTORSTED'))],
      },
    ],
    organisationer: [
      organisation('REVISION', 'Revision', 8105, [attribute('FUNKTION', valued('REVISION'))]),
      organisation('UKENDT_TYPE', 'Ukendt organ', 8106, [attribute('FUNKTION', valued('NOGET'))]),
      organisation('FULDT_ANSVARLIG_DELTAGERE', 'Interessenter', 8107, [
        attribute('FUNKTION', valued('INTERESSENTER')),
      ]),
    ],
  },
]

const restructuring = (unitNumber: number, navn: string) => ({
  enhedsNummerOrganisation: unitNumber,
  organisationsNavn: [at({ navn })],
  indgaaende: [attribute('FUNKTION', valued(`${navn} ind`))],
  udgaaende: [attribute('FUNKTION', valued(`${navn} ud`))],
})

export const fullCompany = company({
  cvr: '90000001',
  ...lists,
  regNummer: [at({ regnummer: 'ApS100001' })],
  status: [
    at({
      statuskode: '1',
      statustekst: 'Konkurs',
      kreditoplysningkode: '2',
      kreditoplysningtekst: 'Under konkurs',
    }),
  ],
  virksomhedsstatus: [
    at({ status: 'NORMAL' }, '2020-01-01', '2020-12-31'),
    at({ status: 'UNDER KONKURS' }, '2021-01-01'),
  ],
  virksomhedsform: [
    at({
      ...{ virksomhedsformkode: 80, kortBeskrivelse: 'APS', langBeskrivelse: 'Anpartsselskab' },
      ansvarligDataleverandoer: 'E&S',
    }),
  ],
  attributter: [
    attribute(
      'TEGNINGSREGEL',
      valued('Selskabet tegnes af direktøren.', '2020-01-01', '2020-12-31'),
      valued('Af bestyrelsen.', '2021-01-01'),
    ),
    attribute('KAPITAL', valued('40000.00')),
    { ...attribute('UKENDT_TYPE', valued('noget')), sekvensnr: 2 },
  ],
  penheder: [at({ pNummer: 1000000001 })],
  deltagerRelation: relations,
  fusioner: [restructuring(9001, 'Fusion')],
  spaltninger: [restructuring(9002, 'Spaltning')],
  virksomhedMetadata: {
    ...metadata,
    nyesteVirksomhedsform: at({
      ...{ virksomhedsformkode: 80, kortBeskrivelse: 'APS', langBeskrivelse: 'Anpartsselskab' },
      ansvarligDataleverandoer: 'E&S',
    }),
    nyesteStatus: at({
      statuskode: '1',
      statustekst: 'Konkurs',
      kreditoplysningkode: '2',
      kreditoplysningtekst: 'Under konkurs',
    }),
  },
})

export const fullUnit = unit({
  pNummer: 1000000001,
  of: '90000001',
  ...lists,
  virksomhedsrelation: [at({ cvrNummer: 90000001 })],
  attributter: [attribute('FORMÅL', valued('At prøve')), attribute('UKENDT_TYPE', valued('noget'))],
  produktionsEnhedMetadata: { ...metadata, nyesteCvrNummerRelation: 90000001 },
})

/** The own document of the company's first participant. */
export const fullPerson = {
  Vrdeltagerperson: {
    ...{
      enhedsNummer: 7101,
      enhedstype: 'PERSON',
      forretningsnoegle: null,
      stilling: 'Prøver',
      statusKode: 'N',
    },
    ...{ adresseHemmelig: false, adresseHemmeligUndtagelse: true, adresseOpdateringOphoert: false },
    ...{ sidstIndlaest: written, sidstOpdateret: written, samtId: 1, dataAdgang: 0 },
    navne: [at({ navn: 'Formand Prøve' })],
    beliggenhedsadresse: [at(address(2))],
    postadresse: [at(address(3))],
    forretningsadresse: [at(address(5))],
    virksomhedSummariskRelation: [
      {
        virksomhed: { cvrNummer: 90000001, navne: [at({ navn: 'Anden' })], livsforloeb: [at({})] },
        organisationer: [
          organisation('LEDELSESORGAN', 'Bestyrelse', 8101, [attribute('FUNKTION', valued('FORMAND'))]),
        ],
      },
    ],
    deltagerpersonMetadata: { nyesteNavn: at({ navn: 'Formand Prøve' }), antal: 3 },
  },
}
