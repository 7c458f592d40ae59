// Invented documents of the business register for tests: a company is said in a line, the rest is as the register writes it.
export const testSeries = ['90000', '88888']
/** An invented person's number: its check digit is wrong for a date other than 1 January, so it was never issued. */
export const director = '0201701234'
export const member = '0302651235'

export interface CompanyFixture {
  readonly cvr: string
  readonly updated?: string
  readonly [member: string]: unknown
}

const written = '2020-03-01T12:00:00.000+01:00'

/** A value of a list with its period, `dated({navn: 'X'}, '2019-01-01')`. */
export const dated = (
  value: object,
  from: string | null = '2010-01-01',
  to: string | null = null,
  registered: string | null = written,
) => ({ ...value, periode: { gyldigFra: from, gyldigTil: to }, sidstOpdateret: registered })

export const attribute = (type: string, ...values: readonly object[]) => ({
  sekvensnr: 0,
  type,
  vaerditype: 'string',
  vaerdier: values,
})

/** A relation: who, and their organisations with the attributes of the one member. */
export const relation = (
  unit: {
    enhedsNummer: number
    enhedstype?: string
    forretningsnoegle?: string | number | null
    navn?: string
  },
  ...organisations: readonly { hovedtype: string; navn?: string; attributter?: readonly object[] }[]
) => ({
  deltager: {
    enhedsNummer: unit.enhedsNummer,
    enhedstype: unit.enhedstype ?? 'PERSON',
    forretningsnoegle: unit.forretningsnoegle ?? null,
    sidstOpdateret: written,
    navne: unit.navn === undefined ? [] : [dated({ navn: unit.navn }, null, null, null)],
  },
  kontorsteder: [],
  organisationer: organisations.map(({ hovedtype, navn, attributter }, index) => ({
    enhedsNummerOrganisation: 4_000_000 + index,
    hovedtype,
    organisationsNavn: navn === undefined ? [] : [dated({ navn }, null, null, null)],
    attributter: [],
    medlemsData: attributter === undefined ? [] : [{ attributter }],
  })),
})

/** A company: number, and what differs from a plain ApS that lives since 2010. */
export function company({ cvr, updated = written, ...members }: CompanyFixture) {
  return {
    cvrNummer: Number(cvr),
    reklamebeskyttet: false,
    navne: [dated({ navn: `Firma ${cvr}` })],
    livsforloeb: [dated({})],
    virksomhedsstatus: [dated({ status: 'NORMAL' })],
    virksomhedsform: [
      dated({ virksomhedsformkode: 80, kortBeskrivelse: 'APS', langBeskrivelse: 'Anpartsselskab' }),
    ],
    enhedsNummer: Number(`40${cvr}`),
    enhedstype: 'VIRKSOMHED',
    fejlRegistreret: false,
    sidstOpdateret: updated,
    sidstIndlaest: updated,
    ...members,
  }
}

/** A production unit: number, and what differs from a plain one of the business that lives since 2010. */
export function unit({
  pNummer,
  of,
  ...members
}: {
  pNummer: number
  of: string
  [member: string]: unknown
}) {
  return {
    VrproduktionsEnhed: {
      pNummer,
      reklamebeskyttet: false,
      navne: [dated({ navn: `Enhed ${pNummer}` })],
      livsforloeb: [dated({})],
      virksomhedsrelation: [dated({ cvrNummer: Number(of) })],
      enhedsNummer: pNummer,
      enhedstype: 'PRODUKTIONSENHED',
      sidstOpdateret: written,
      sidstIndlaest: written,
      ...members,
    },
  }
}

export const board = { hovedtype: 'LEDELSESORGAN', navn: 'Bestyrelse' }
export const chair = { ...board, attributter: [attribute('FUNKTION', dated({ vaerdi: 'FORMAND' }))] }
/** An ApS with the given relations. */
export const managed = (...relations: readonly object[]) =>
  company({ cvr: '90000001', deltagerRelation: relations })

/** An ElasticSearch answer of the companies, as a file. */
export const answer = (companies: readonly object[], name = 'answer.json') =>
  file(
    JSON.stringify({
      took: 1,
      timed_out: false,
      hits: { hits: companies.map(value => ({ _source: { Vrvirksomhed: value } })) },
    }),
    name,
  )

/** One company a line, as a file. */
export const lines = (documents: readonly object[], name = 'lines.ndjson') =>
  file(documents.map(value => `${JSON.stringify(value)}\n`).join(''), name)

/** A file of a text, delivered in pieces of odd length. */
export function file(text: string, name = 'delivery.json') {
  return { name, bytes: pieces(Buffer.from(text)) }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 4_093) yield bytes.subarray(start, start + 4_093)
}
