// The records of CPR's fixed-width format P12170: for each type its length and where each field stands.

/** A field of a record: `start` counts from 1, as in the register's own description; both in characters. */
export interface Field {
  readonly code: string
  readonly start: number
  readonly length: number
}

export interface Layout {
  readonly title: string
  /** Characters of the record at full length, its three-digit type included. */
  readonly length: number
  readonly fields: readonly Field[]
}

/** One record of a file. `line` counts from 1: the line, or in the padded form the record. */
export interface CprRecord {
  readonly type: string
  readonly line: number
  /** The record with its type; trailing blanks may be cut. */
  readonly text: string
}

/*
 * The records in the notation of the interface description: type, length, what it is; then `start,length CODE` of
 * each field. Of 031–033, 050 and 052 only the length and the first fields are known. (014: the register calls both
 * numbers PNR.)
 */
const description = `
000 35 start of the file
    4,10 SORTFELT-10 · 14,6 OPGAVENR · 20,8 PRODDTO · 28,8 PRODDTOFORRIG
001 106 person
    4,10 PNR · 14,10 PNRGAELD · 24,2 STATUS · 26,12 STATUSHAENSTART · 38,1 STATUSDTO_UMRK · 39,1 KOEN ·
    40,10 FOED_DT · 50,1 FOED_DT_UMRK · 51,10 START_DT-PERSON · 61,1 START_DT_UMRK-PERSON ·
    62,10 SLUT_DT-PERSON · 72,1 SLUT_DT_UMRK-PERSON · 73,34 STILLING
002 306 current address in Denmark
    4,10 PNR · 14,4 KOMKOD · 18,4 VEJKOD · 22,4 HUSNR · 26,2 ETAGE · 28,4 SIDEDOER · 32,4 BNR ·
    36,34 CONVN · 70,12 TILFLYDTO · 82,1 TILFLYDT_UMRK · 83,12 TILFLYKOMDTO · 95,1 TILFLYKOMDT_UMRK ·
    96,4 FRAFLYKOMKOD · 100,12 FRAFLYKOMDTO · 112,1 FRAFLYKOMDT_UMRK · 113,4 START_MYNKOD-ADRTXT ·
    117,34 ADR1-SUPLADR · 151,34 ADR2-SUPLADR · 185,34 ADR3-SUPLADR · 219,34 ADR4-SUPLADR ·
    253,34 ADR5-SUPLADR · 287,10 START_DT-ADRTXT · 297,10 SLET_DT-ADRTXT
003 249 address in clear text, addressing name
    4,10 PNR · 14,34 ADRNVN · 48,34 CONVN · 82,34 LOKALITET · 116,34 STANDARDADR · 150,34 BYNVN ·
    184,4 POSTNR · 188,20 POSTDISTTXT · 208,4 KOMKOD · 212,4 VEJKOD · 216,4 HUSNR · 220,2 ETAGE ·
    222,4 SIDEDOER · 226,4 BNR · 230,20 VEJADRNVN
004 37 protection
    4,10 PNR · 14,4 BESKYTTYPE · 18,10 START_DT-BESKYTTELSE · 28,10 SLET_DT-BESKYTTELSE
005 200 current emigration
    4,10 PNR · 14,4 UDR_LANDEKOD · 18,12 UDRDTO · 30,1 UDRDTO_UMRK · 31,34 UDLANDADR1 ·
    65,34 UDLANDADR2 · 99,34 UDLANDADR3 · 133,34 UDLANDADR4 · 167,34 UDLANDADR5
006 203 contact address
    4,10 PNR · 14,34 ADR1-KONTAKTADR · 48,34 ADR2-KONTAKTADR · 82,34 ADR3-KONTAKTADR ·
    116,34 ADR4-KONTAKTADR · 150,34 ADR5-KONTAKTADR · 184,10 START_DT-ADRTXT · 194,10 SLET_DT-ADRTXT
007 26 current disappearance
    4,10 PNR · 14,12 FORSVINddTO · 26,1 FORSVINDDTO_UMRK
008 193 current name
    4,10 PNR · 14,50 FORNVN · 64,1 FORNVN_MRK · 65,40 MELNVN · 105,1 MELNVN_MRK · 106,40 EFTERNVN ·
    146,1 EFTERNVN_MRK · 147,12 NVNHAENSTART · 159,1 HAENSTART_UMRK-NAVNE · 160,34 ADRNVN
009 37 birth registration
    4,10 PNR · 14,4 START_MYNKOD-FØDESTED · 18,20 MYNTXT-FØDESTED
010 30 current citizenship
    4,10 PNR · 14,4 LANDEKOD · 18,12 HAENSTART-STATSBORGERSKAB · 30,1 HAENSTART_UMRK-STATSBORGERSKAB
011 25 current church membership
    4,10 PNR · 14,1 FKIRK · 15,10 START_DT-FOLKEKIRKE · 25,1 START_DT_UMRK-FOLKEKIRKE
012 95 current civil status
    4,10 PNR · 14,1 CIVST · 15,10 AEGTEPNR · 25,10 AEGTEFOED_DT · 35,1 AEGTEFOEddT_UMRK ·
    36,34 AEGTENVN · 70,1 AEGTENVN_MRK · 71,12 HAENSTART-CIVILSTAND · 83,1 HAENSTART_UMRK-CIVILSTAND ·
    84,12 SEP_HENVIS-CIVILSTAND
013 36 current separation
    4,10 PNR · 14,12 SEP_HENVIS-SEPARATION · 26,10 START_DT-SEPARATION · 36,1 START_DT_UMRK-SEPARATION
014 23 child
    4,10 PNR · 14,10 PNR-BARN
015 147 parents
    4,10 PNR · 14,10 MOR_DT · 24,1 MOR_DT_UMRK · 25,10 PNRMOR · 35,10 MOR_FOED_DT ·
    45,1 MOR_FOED_DT_UMRK · 46,34 MORNVN · 80,1 MORNVN_MRK · 81,10 FAR_DT · 91,1 FAR_DT_UMRK ·
    92,10 PNRFAR · 102,10 FAR_FOED_DT · 112,1 FAR_FOED_DT_UMRK · 113,34 FARNVN · 147,1 FARNVN_MRK
016 58 holder of custody
    4,10 PNR · 14,4 RELTYP-FORÆLDREMYN · 18,10 START_DT-FORÆLDREMYN · 28,1 START_DT_UMRK-FORÆLDREMYN ·
    29,10 SLET_DT-FORÆLDREMYN · 39,10 RELPNR · 49,10 START_DT-RELPNR_PNR
017 272 guardianship
    4,10 PNR · 14,10 START_DT-UMYNDIG · 24,1 START_DT_UMRK-UMYNDIG · 25,10 SLET_DT-UMYNDIG ·
    35,4 UMYN_RELTYP · 39,10 RELPNR · 49,10 START_DT-RELPNR_PNR · 59,34 RELADRSAT_RELPNR_TXT ·
    93,10 START_DT-RELPNR_TXT · 103,34 RELTXT1 · 137,34 RELTXT2 · 171,34 RELTXT3 · 205,34 RELTXT4 ·
    239,34 RELTXT5
018 60 municipal condition
    4,10 PNR · 14,1 KOMFORHTYP · 15,5 KOMFORHKOD · 20,10 START_DT-KOMMUNALE-FORHOLD ·
    30,1 START_DT_UMRK-KOMMUNALE-FORHOL · 31,30 BEMAERK-KOMMUNALE-FORHOLD
019 75 note
    4,10 PNR · 14,2 NOTATNR · 16,40 NOTATLINIE · 56,10 START_DT-NOTAT · 66,10 SLET_DT-NOTAT
020 47 election information
    4,10 PNR · 14,4 VALGKODE · 18,10 VALGRET_DT · 28,10 START_DT-VALGOPLYSNINGER ·
    38,10 SLET_DT-VALGOPLYSNINGER
021 63 order to move
    4,10 PNR · 14,10 START_DT-FLYTTEPAABUD · 24,40 FLYTTEPAABUD
022 45 earlier personal number
    4,10 PNRGÆLD · 14,10 PNR · 24,10 START_DT-PERSON · 34,1 START_DT_UMRK-PERSON ·
    35,10 SLUT_DT-PERSON · 45,1 SLUT_DT_UMRK-PERSON
023 96 earlier address in Denmark
    4,10 PNR · 14,1 ANNKOR · 15,4 KOMKOD · 19,4 VEJKOD · 23,4 HUSNR · 27,2 ETAGE · 29,4 SIDEDOER ·
    33,4 BNR · 37,34 CONVN · 71,12 TILFLYDTO · 83,1 TILFLYDT_UMRK · 84,12 FRAFLYDTO ·
    96,1 FRAFLYDTO_UMRK
024 218 earlier emigration and return
    4,10 PNR · 14,1 ANNKOR · 15,4 UDR_LANDEKOD · 19,12 UDRDTO · 31,1 UDRDTO_UMRK · 32,4 INDR_LANDEKOD ·
    36,12 INDRDTO · 48,1 INDRDTO_UMRK · 49,34 UDLANDADR1 · 83,34 UDLANDADR2 · 117,34 UDLANDADR3 ·
    151,34 UDLANDADR4 · 185,34 UDLANDADR5
025 40 earlier disappearance
    4,10 PNR · 14,1 ANNKOR · 15,12 FORSVINDDTO · 27,1 FORSVINDDTO_UMRK · 28,12 GENFINDDTO ·
    40,1 GENFINDDTO_UMRK
026 173 earlier name
    4,10 PNR · 14,1 ANNKOR · 15,50 FORNVN · 65,1 FORNVN_MRK · 66,40 MELNVN · 106,1 MELNVN_MRK ·
    107,40 EFTERNVN · 147,1 EFTERNVN_MRK · 148,12 NVNHAENSTART · 160,1 HAENSTART_UMRK-NAVNE ·
    161,12 NVNHAENSLUT · 173,1 HAENSLUT_UMRK-NAVNE
027 44 earlier citizenship
    4,10 PNR · 14,1 ANNKOR · 15,4 LANDEKOD · 19,12 HAENSTART-STATSBORGERSKAB ·
    31,1 HAENSTART_UMRK-STATSBORGERSKAB · 32,12 HAENSLUT-STATSBORGERSKAB ·
    44,1 HAENSLUT_UMRK-STATSBORGERSKAB
028 36 earlier church membership
    4,10 PNR · 14,1 FKIRK · 15,10 START_DT-FOLKEKIRKE · 25,1 START_DT_UMRK-FOLKEKIRKE ·
    26,10 SLUT_DT-FOLKEKIRKE · 36,1 SLUT_DT_UMRK-FOLKEKIRKE
029 109 earlier civil status
    4,10 PNR · 14,1 ANNKOR · 15,1 CIVST · 16,10 AEGTEPNR · 26,10 AEGTEFOED_DT · 36,1 AEGTEFOEDDT_UMRK ·
    37,34 AEGTENVN · 71,1 AEGTENVN_MRK · 72,12 HAENSTART-CIVILSTAND · 84,1 HAENSTART_UMRK-CIVILSTAND ·
    85,12 HAENSLUT-CIVILSTAND · 97,1 HAENSLUT_UMRK-CIVILSTAND · 98,12 SEP_HENVIS-CIVILSTAND
030 48 earlier separation
    4,10 PNR · 14,1 ANNKOR · 15,12 SEP_HENVIS-SEPARATION · 27,10 START_DT-SEPARATION ·
    37,1 START_DT_UMRK-SEPARATION · 38,10 SLUT_DT-SEPARATION · 48,1 SLUT_DT_UMRK-SEPARATION
031 269 mother with clear address
    4,10 PNR · 14,10 RELPNR
032 269 father with clear address
    4,10 PNR · 14,10 RELPNR
033 269 child with clear address
    4,10 PNR · 14,10 RELPNR
050 29 credit warning
    4,10 PNR
052 287 guardianship, further data
    4,10 PNR
099 45 event that caused the delivery
    4,10 PNR · 14,12 TIMESTAMPU · 26,3 HAENDELSE · 29,2 AFLEDTMRK · 31,15 NGLKONST
910 157 error
    4,10 SORTFELT-10 · 14,75 INDDATA · 89,4 FEJLNR · 93,65 FEJLTXT-UDTRÆK
997 43 receipt: subscription deleted
    4,10 PNR · 14,12 TIMESTAMPU · 26,3 HAENDELSE · 29,15 NGLKONST
999 21 end of the file
    4,10 SORTFELT-10 · 14,8 TAELLER
`

/** Layout by record type. */
export const layouts: Readonly<Record<string, Layout>> = parseLayouts(description)

/** Whether the fields of this type are known to the end of the record. */
export function isFullyKnown(type: string): boolean {
  const layout = layouts[type]
  return (
    layout !== undefined && 3 + layout.fields.reduce((sum, field) => sum + field.length, 0) === layout.length
  )
}

/** The text of a field without the blanks around it; empty when blank. Throws for a code that the type lacks. */
export function read(record: CprRecord, code: string): string {
  const field = positions.get(record.type)?.get(code)
  if (!field) throw new Error(`Record ${record.type} has no field ${code}.`)
  return record.text.slice(field.start - 1, field.start - 1 + field.length).trim()
}

/** The personal number that a record is about: in every type of a person's records it stands first. */
export function numberOf(record: CprRecord): string {
  return record.text.slice(3, 13)
}

function parseField(text: string): Field {
  const [place = '', code = ''] = text.trim().split(' ')
  const [start = 0, length = 0] = place.split(',').map(Number)
  return { code, start, length }
}

function parseLayouts(text: string): Record<string, Layout> {
  const parts = text.trim().split(/\n(?=\d{3} )/)
  return Object.fromEntries(
    parts.map(part => {
      const [head = '', ...fields] = part.split('\n')
      const [, type = '', length, title = ''] = /^(\d{3}) (\d+) (.*)$/.exec(head) ?? []
      return [type, { title, length: Number(length), fields: fields.join(' ').split('·').map(parseField) }]
    }),
  )
}

const positions = new Map(
  Object.entries(layouts).map(([type, layout]) => [
    type,
    new Map(layout.fields.map(field => [field.code, field])),
  ]),
)
