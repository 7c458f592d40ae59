// The sample's extract of CVR: an answer of Erhvervsstyrelsen's distribution, for the Danish day of loading.
import { type Business, businesses } from './businesses.ts'
import { forms } from './company-entry.ts'
import { employment, industry, valueLists } from './cvr-lists.ts'
import { type Registers, relations, unitNumber } from './cvr-participants.ts'
import { productionUnit } from './cvr-units.ts'
import { addressFields, attribute, dated, datedList, instant, type Json } from './cvr-values.ts'
import { dayOf } from './day.ts'
import { people } from './persons.ts'
import { type Unit, units } from './units.ts'

/** What the documents are written from. */
interface SampleRegisters extends Registers {
  readonly units: readonly Unit[]
}

/** The answer as JSON text: all businesses with their participants, then all units. The same for the same Danish day. */
export function sampleCvr(today: Date): string {
  const registers = {
    people: people(today),
    businesses: businesses(today),
    units: units(today),
    today: dayOf(today),
  }
  const hits = [
    ...registers.businesses.map((business, index) =>
      hit(unitNumber('business', index), { Vrvirksomhed: company(business, index, registers) }),
    ),
    ...registers.units.map((unit, index) =>
      hit(unitNumber('unit', index), { VrproduktionsEnhed: productionUnit(unit, index, registers) }),
    ),
  ]
  const answer = {
    took: 1,
    timed_out: false,
    _shards: { total: 6, successful: 6, skipped: 0, failed: 0 },
    hits: { total: hits.length, max_score: 1, hits },
  }
  return `${JSON.stringify(answer, null, 1)}\n`
}

const hit = (id: number, source: Json): Json => ({
  _index: 'cvr-v-20200115',
  _type: '_doc',
  _id: String(id),
  _score: 1,
  _source: source,
})

function company(business: Business, index: number, registers: SampleRegisters): Json {
  return {
    cvrNummer: Number(business.cvr),
    regNummer: [],
    brancheAnsvarskode: null,
    reklamebeskyttet: business.advertisingProtected,
    ...lists(business, registers),
    attributter: attributes(business),
    deltagerRelation: relations(business, registers),
    fusioner: [],
    spaltninger: [],
    virksomhedMetadata: metadata(business, registers),
    samtId: 1,
    fejlRegistreret: false,
    dataAdgang: 0,
    enhedsNummer: unitNumber('business', index),
    enhedstype: 'VIRKSOMHED',
    sidstIndlaest: instant(registers.today),
    sidstOpdateret: instant(registers.today),
    fejlVedIndlaesning: false,
    naermesteFremtidigeDato: null,
    fejlBeskrivelse: null,
    virkningsAktoer: 'sample',
  }
}

/** Everything that CVR keeps as a list of values with periods. */
function lists(business: Business, { units }: SampleRegisters): Json {
  const life = { from: business.started, to: business.ended }
  return {
    ...valueLists({ ...business, email: `post@${business.key}.example` }),
    status: [],
    virksomhedsstatus: datedList(business.statuses, status => ({ status })),
    virksomhedsform: [dated(formOf(business), life)],
    penheder: units.flatMap(({ pNumber, owners }) =>
      owners.filter(({ value }) => value === business.key).map(owner => dated({ pNummer: pNumber }, owner)),
    ),
  }
}

function attributes({ signingRules, purpose, capital, started }: Business): readonly Json[] {
  const lasting = (value: string) => [{ value, from: started }]
  return [
    ...(purpose ? [attribute('FORMÅL', 'string', lasting(purpose))] : []),
    ...(capital
      ? [
          attribute('KAPITAL', 'decimal', lasting(capital)),
          attribute('KAPITALVALUTA', 'string', lasting('DKK')),
        ]
      : []),
    ...(signingRules.length > 0 ? [attribute('TEGNINGSREGEL', 'string', signingRules)] : []),
  ]
}

/** The newest of everything, as the register repeats it. */
function metadata(business: Business, { units }: SampleRegisters): Json {
  const [name, address] = [business.names.at(-1), business.addresses.at(-1)]
  const life = { from: business.started, to: business.ended }
  const lastYear = business.employment.at(-1)
  return {
    nyesteNavn: name && dated({ navn: name.value }, name),
    nyesteBinavne: [],
    nyesteVirksomhedsform: dated(formOf(business), life),
    nyesteBeliggenhedsadresse: address && dated(addressFields(address.value), address),
    nyesteHovedbranche: dated(industry(business.industry), life),
    nyesteBibranche1: null,
    nyesteBibranche2: null,
    nyesteBibranche3: null,
    nyesteStatus: null,
    nyesteKontaktoplysninger: [`post@${business.key}.example`],
    antalPenheder: units.filter(({ owners }) => owners.at(-1)?.value === business.key && !owners.at(-1)?.to)
      .length,
    nyesteAarsbeskaeftigelse: lastYear ? employment(lastYear) : null,
    nyesteKvartalsbeskaeftigelse: null,
    nyesteMaanedsbeskaeftigelse: null,
    sammensatStatus: business.statuses.at(-1)?.value,
    stiftelsesDato: business.started,
    virkningsDato: business.started,
  }
}

function formOf({ form }: Business): Json {
  const [kortBeskrivelse, langBeskrivelse] = forms[form]
  return { virksomhedsformkode: form, kortBeskrivelse, langBeskrivelse, ansvarligDataleverandoer: 'E&S' }
}
