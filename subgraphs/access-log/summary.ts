// An access record in a sentence that anyone can read, in Danish and English.
import type { Record } from './store.ts'

type Language = 'DA' | 'EN'

// Verbs of another, then of oneself.
const words = {
  DA: {
    authority: 'En myndighed',
    person: 'En person, der handler for dig,',
    own: 'Du',
    saw: ['fik at se', 'fik at se'],
    refused: ['fik ikke at se', 'fik ikke at se'],
    and: 'og',
    purpose: 'til aktiviteten',
    case: 'i sagen',
    nothing: 'spurgte',
  },
  EN: {
    authority: 'An authority',
    person: 'A person acting for you',
    own: 'You',
    saw: ['was given', 'were given'],
    refused: ['was refused', 'were refused'],
    and: 'and',
    purpose: 'for the activity',
    case: 'in the case',
    nothing: 'asked',
  },
} as const

/** Field names as they stand in the schema, without their type; each once. */
const names = (fields: readonly { readonly field: string }[]): string =>
  [...new Set(fields.map(({ field }) => field.split('.')[1]))].join(', ')

/** Who was given and refused what, for what. The authority's name stands in the record's own field. */
export function summary(record: Record, language: Language): string {
  const say = words[language]
  const isOwn = record.personId !== null && record.personId === record.subjectId
  const who = record.personId === null ? say.authority : isOwn ? say.own : say.person
  const verb = isOwn ? 1 : 0
  const given = record.given.length > 0 ? [`${say.saw[verb]} ${names(record.given)}`] : []
  const refused = record.refused.length > 0 ? [`${say.refused[verb]} ${names(record.refused)}`] : []
  const what = [...given, ...refused].join(` ${say.and} `) || say.nothing
  const purpose = record.activity ? ` ${say.purpose} ${record.activity}` : ''
  const inCase = record.caseReference ? ` ${say.case} ${record.caseReference}` : ''
  return `${who} ${what}${purpose}${inCase}.`
}
