// What CPR holds of few people: contact addresses, disappearances, notes, elections and the like. The table to edit.
import { type Day, when } from './day.ts'
import { time, type Values, type Write } from './record.ts'

type Fields = (day: (text: string) => Day) => Values

// biome-ignore format: a table
const circumstances: readonly (readonly [person: string, type: string, fields: Fields])[] = [
  ['ulla', '006', day => ({ 'ADR1-KONTAKTADR': 'Postboks 14', 'ADR2-KONTAKTADR': '9990 Skagen', 'START_DT-ADRTXT': day('2 years ago'), 'SLET_DT-ADRTXT': day('in 3 years') })],
  ['gitte', '006', day => ({ 'ADR1-KONTAKTADR': 'c/o Advokat Holm', 'START_DT-ADRTXT': day('1 year ago') })],
  ['rikke', '006', day => ({ 'ADR1-KONTAKTADR': 'Postfach 7', 'START_DT-ADRTXT': day('1 year ago') })],
  ['tove', '018', day => ({ KOMFORHTYP: '1', KOMFORHKOD: '2', 'START_DT-KOMMUNALE-FORHOLD': day('3 years ago'), 'BEMAERK-KOMMUNALE-FORHOLD': 'Plejehjem' })],
  ['erik', '018', day => ({ KOMFORHTYP: '3', KOMFORHKOD: 'N', 'START_DT-KOMMUNALE-FORHOLD': day('8 years ago'), 'START_DT_UMRK-KOMMUNALE-FORHOL': '*' })],
  ['gitte', '019', day => ({ NOTATNR: '02', NOTATLINIE: 'Skal have svar med brev', 'START_DT-NOTAT': day('1 year ago') })],
  ['ulla', '019', day => ({ NOTATNR: '01', NOTATLINIE: 'Tolk til tegnsprog', 'START_DT-NOTAT': day('4 years ago') })],
  ['rikke', '020', day => ({ VALGKODE: '0001', VALGRET_DT: day('1 year ago'), 'START_DT-VALGOPLYSNINGER': day('1 year ago'), 'SLET_DT-VALGOPLYSNINGER': day('in 1 year') })],
  ['mads', '020', day => ({ VALGKODE: '0001', 'START_DT-VALGOPLYSNINGER': day('2 years ago') })],
  ['robin', '021', day => ({ 'START_DT-FLYTTEPAABUD': day('2 months ago'), FLYTTEPAABUD: 'Flyttes inden 3 måneder' })],
  ['robin', '025', day => ({ FORSVINDDTO: time(day('5 years ago')), GENFINDDTO: time(day('4 years ago')) })],
  ['jesper', '025', day => ({ FORSVINDDTO: time(day('9 years ago')), FORSVINDDTO_UMRK: '*', GENFINDDTO: time(day('8 years ago')) })],
  ['jesper', '025', day => ({ ANNKOR: 'A', FORSVINDDTO: time(day('3 years ago')), GENFINDDTO: time(day('3 years ago')) })],
  ['sami', '028', () => ({ FKIRK: 'F', 'START_DT-FOLKEKIRKE': '1986-12-19', 'SLUT_DT-FOLKEKIRKE': '2010-06-01' })],
  ['anna', '030', () => ({ 'SEP_HENVIS-SEPARATION': time('2007-03-01'), 'START_DT-SEPARATION': '2007-03-01', 'SLUT_DT-SEPARATION': '2007-09-01' })],
  ['lars', '030', () => ({ ANNKOR: 'K', 'START_DT-SEPARATION': '2009-02-01', 'SLUT_DT-SEPARATION': '2009-02-01' })],
]

/** The person's records of these types, of which `types` names the first and the last. */
export const circumstancesOf = (
  person: string,
  types: readonly [from: string, to: string],
  today: Day,
  write: Write,
): readonly string[] =>
  circumstances
    .filter(([key, type]) => key === person && type >= types[0] && type <= types[1])
    .toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, type, fields]) =>
      write(
        type,
        fields(text => when(text, today)),
      ),
    )

/** Since when the present relation to the church holds: from the end of the earlier one, or from birth. */
export function churchSince(person: string, born: Day, today: Day): Day {
  const earlier = circumstances.filter(([key, type]) => key === person && type === '028')
  return (
    earlier.map(([, , fields]) => String(fields(text => when(text, today))['SLUT_DT-FOLKEKIRKE'])).at(-1) ??
    born
  )
}
