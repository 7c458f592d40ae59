// The sample's addresses: invented roads in real municipalities, and how an address is read from its text.

export interface Address {
  /** Four digits, as CPR writes it. */
  readonly municipalityCode: string
  readonly municipalityName: string
  readonly roadCode: string
  readonly road: string
  readonly houseNumber: number
  /** Letter after the house number, or empty. */
  readonly letter: string
  /** `st`, `01`, … or empty. */
  readonly floor: string
  /** `tv`, `mf`, `th` or empty. */
  readonly door: string
  readonly postalCode: string
  readonly postalDistrict: string
}

const municipalities: Readonly<Record<string, string>> = {
  '0101': 'København',
  '0219': 'Hillerød',
  '0265': 'Roskilde',
  '0461': 'Odense',
  '0561': 'Esbjerg',
  '0630': 'Vejle',
  '0751': 'Aarhus',
  '0851': 'Aalborg',
}

/** Road, municipality, road code (below 9900: an ordinary road), postal code and district. */
const roads: readonly (readonly [road: string, municipality: string, code: string, post: string])[] = [
  ['Ternefyrvej', '0751', '8101', '8000 Aarhus C'],
  ['Engangsstræde', '0751', '8102', '8000 Aarhus C'],
  ['Lodsbådskajen', '0751', '8103', '8000 Aarhus C'],
  ['Rimtågevej', '0751', '8104', '8200 Aarhus N'],
  ['Skovmyrestien', '0751', '8105', '8270 Højbjerg'],
  ['Blåhejrevangen', '0751', '8106', '8240 Risskov'],
  ['Havkatvej', '0851', '8201', '9000 Aalborg'],
  ['Sivhøjstien', '0851', '8202', '9220 Aalborg Øst'],
  ['Klokkefrøvej', '0461', '8301', '5000 Odense C'],
  ['Humlebivænget', '0461', '8302', '5270 Odense N'],
  ['Isfuglehaven', '0101', '8401', '2300 København S'],
  ['Månerødgade', '0101', '8402', '2200 København N'],
  ['Tangloppevej', '0561', '8501', '6700 Esbjerg'],
  ['Vadestensvej', '0561', '8502', '6710 Esbjerg V'],
  ['Gøgelærkevej', '0630', '8601', '7100 Vejle'],
  ['Munkemosestien', '0265', '8701', '4000 Roskilde'],
  ['Egeugletoften', '0219', '8801', '3400 Hillerød'],
]

const form = /^(\D+) (\d+)([A-Z]?)(?:, (st|\d+)\.(?: (tv|mf|th))?)?, (\d{4} .+)$/

/** Reads an address such as `Ternefyrvej 12, 2. tv, 8000 Aarhus C`. Throws when its road is not in the list. */
export function readAddress(text: string): Address {
  const [, road = '', houseNumber = '', letter = '', floor = '', door = '', post = ''] = form.exec(text) ?? []
  const found = roads.find(entry => entry[0] === road && entry[3] === post)
  if (!found) throw new Error(`No such sample address: "${text}". Add its road to sample/address.ts.`)
  const [, municipalityCode, roadCode] = found
  return {
    municipalityCode,
    municipalityName: municipalities[municipalityCode] ?? '',
    roadCode,
    road,
    houseNumber: Number(houseNumber),
    letter,
    floor: /^\d$/.test(floor) ? `0${floor}` : floor,
    door,
    postalCode: post.slice(0, 4),
    postalDistrict: post.slice(5),
  }
}

/** Road, number, floor and door on one line, as CPR's record 003 writes them: `Ternefyrvej 12,2 tv`. */
export function addressLine(address: Address): string {
  const floor = address.floor.replace(/^0/, '')
  const inside = [floor, address.door].filter(Boolean).join(' ')
  return `${address.road} ${address.houseNumber}${address.letter}${inside && `,${inside}`}`
}
