// The sample's extract of CVR: an answer of Erhvervsstyrelsen's distribution, for the Danish day of loading.
import { type Business, businesses } from './businesses.ts'
import { forms } from './company-entry.ts'
import { type Registers, relations, unitNumber } from './cvr-participants.ts'
import { addressFields, attribute, dated, datedList, instant, type Json } from './cvr-values.ts'
import { dayOf } from './day.ts'
import { people } from './persons.ts'

/** The answer as JSON text: all businesses with their participants. The same for the same Danish day. */
export function sampleCvr(today: Date): string {
  const registers = { people: people(today), businesses: businesses(today), today: dayOf(today) }
  const hits = registers.businesses.map((business, index) => ({
    _index: 'cvr-v-20200115',
    _type: '_doc',
    _id: String(unitNumber('business', index)),
    _score: 1,
    _source: { Vrvirksomhed: company(business, index, registers) },
  }))
  const answer = {
    took: 1,
    timed_out: false,
    _shards: { total: 6, successful: 6, skipped: 0, failed: 0 },
    hits: { total: hits.length, max_score: 1, hits },
  }
  return `${JSON.stringify(answer, null, 1)}\n`
}

function company(business: Business, index: number, registers: Registers): Json {
  return {
    cvrNummer: Number(business.cvr),
    regNummer: [],
    brancheAnsvarskode: null,
    reklamebeskyttet: business.advertisingProtected,
    ...lists(business, index),
    attributter: attributes(business),
    deltagerRelation: relations(business, registers),
    fusioner: [],
    spaltninger: [],
    virksomhedMetadata: metadata(business),
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
function lists(business: Business, index: number): Json {
  const life = { from: business.started, to: business.ended }
  return {
    navne: datedList(business.names, navn => ({ navn })),
    binavne: [],
    postadresse: [],
    beliggenhedsadresse: datedList(business.addresses, addressFields),
    telefonNummer: [],
    telefaxNummer: [],
    sekundaertTelefonNummer: [],
    sekundaertTelefaxNummer: [],
    elektroniskPost: [dated({ kontaktoplysning: `post@${business.key}.example`, hemmelig: false }, life)],
    hjemmeside: [],
    obligatoriskEmail: [],
    livsforloeb: [dated({}, life)],
    hovedbranche: [dated(industry(business), life)],
    bibranche1: [],
    bibranche2: [],
    bibranche3: [],
    status: [],
    virksomhedsstatus: datedList(business.statuses, status => ({ status })),
    virksomhedsform: [dated(formOf(business), life)],
    aarsbeskaeftigelse: business.employment.map(employment),
    kvartalsbeskaeftigelse: [],
    maanedsbeskaeftigelse: [],
    penheder: [dated({ pNummer: 9_900_000_001 + index }, life)],
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
function metadata(business: Business): Json {
  const [name, address] = [business.names.at(-1), business.addresses.at(-1)]
  const life = { from: business.started, to: business.ended }
  const lastYear = business.employment.at(-1)
  return {
    nyesteNavn: name && dated({ navn: name.value }, name),
    nyesteBinavne: [],
    nyesteVirksomhedsform: dated(formOf(business), life),
    nyesteBeliggenhedsadresse: address && dated(addressFields(address.value), address),
    nyesteHovedbranche: dated(industry(business), life),
    nyesteBibranche1: null,
    nyesteBibranche2: null,
    nyesteBibranche3: null,
    nyesteStatus: null,
    nyesteKontaktoplysninger: [`post@${business.key}.example`],
    antalPenheder: business.ended ? 0 : 1,
    nyesteAarsbeskaeftigelse: lastYear ? employment(lastYear) : null,
    nyesteKvartalsbeskaeftigelse: null,
    nyesteMaanedsbeskaeftigelse: null,
    sammensatStatus: business.statuses.at(-1)?.value,
    stiftelsesDato: business.started,
    virkningsDato: business.started,
  }
}

function industry({ industry: [branchekode, branchetekst] }: Business): Json {
  return { branchekode, branchetekst }
}

function formOf({ form }: Business): Json {
  const [kortBeskrivelse, langBeskrivelse] = forms[form]
  return { virksomhedsformkode: form, kortBeskrivelse, langBeskrivelse, ansvarligDataleverandoer: 'E&S' }
}

function employment({ year, employees }: { readonly year: number; readonly employees: number }): Json {
  const fullTime = Math.round(employees * 0.8)
  return {
    aar: year,
    antalInklusivEjere: null,
    antalAarsvaerk: fullTime,
    antalAnsatte: employees,
    sidstOpdateret: instant(`${year + 1}-01-01`),
    intervalKodeAntalInklusivEjere: null,
    intervalKodeAntalAarsvaerk: interval(fullTime),
    intervalKodeAntalAnsatte: interval(employees),
  }
}

const intervals = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** CVR's code of the interval that holds the number, such as ANTAL_5_9. */
function interval(count: number): string {
  const place = intervals.findLastIndex(start => start <= count)
  const last = (intervals[place + 1] ?? 1_000_000) - 1
  return `ANTAL_${intervals[place]}_${last}`
}
