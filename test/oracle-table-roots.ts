// The oracle's decision table of root fields: who has them, how far an activity reaches, what lists may look at.
import { help } from '../access/refusals.ts'
import { type Kindred, kindreds, type Rule, rules } from './oracle-rules.ts'
import { kindsOf, no, principalOf, stated, type Verdict, yes } from './oracle-table.ts'
import type { Activity, Asked, World } from './oracle-world.ts'

const reaches = ['LOOKUP', 'SEARCH', 'LIST']

/** Private recipients look up, whatever their activity says; so does who acts for somebody. */
const reachOf = ({ kind, reach }: Activity, asked: Asked): string =>
  kind === 'PRIVATE' || principalOf(asked) !== null ? 'LOOKUP' : reach

/** A root field of stewards and auditors alone. */
export const isOfficers = ({ entry }: Rule): boolean =>
  entry?.by.every(caller => caller === 'STEWARD' || caller === 'AUDITOR') ?? false

/** Section 3: they act under administrative activities, each field of which the law gives. */
const officerCode = ({ id, fields }: Activity, { coordinate }: Rule): string | null =>
  id.startsWith('ADM-') && fields.get(coordinate) === 'LAW' ? null : 'ACTIVITY_FIELD_OUTSIDE'

/** Whether this kind of caller has the root field at all, and the activity reaches so far. Null: it may go on. */
export function judgeEntry(asked: Asked, world: World, rule: Rule): string | null {
  const { caller } = asked.as
  const by = rule.entry?.by ?? []
  const officer =
    caller.kind === 'SYSTEM' && caller.officer ? (world.officers.get(caller.officer) ?? null) : null
  const roles =
    officer && officer.authority === world.systems.get(caller.client)?.authority ? officer.roles : []
  const kinds = caller.kind === 'PERSON' ? ['PERSON'] : ['SYSTEM', ...roles]
  if (!by.some(kind => kinds.includes(kind))) return 'CALLER_KIND'
  if (rule.class === 'OPEN' || caller.kind === 'PERSON') return null
  const activity = stated(asked, world)
  if (typeof activity === 'string') return activity
  // A supplier's officers are no stewards of the authority.
  if (isOfficers(rule)) return asked.as.represented ? 'MANDATE_SCOPE' : officerCode(activity, rule)
  return reaches.indexOf(reachOf(activity, asked)) < reaches.indexOf(rule.entry?.reach ?? 'LIST')
    ? 'ACTIVITY_REACH'
    : null
}

// What each filter and order looks at, by the words of section 5: written out, not read from the schema's markings.
export const looksAt: Readonly<Record<string, string>> = {
  id: 'id',
  cpr: 'cpr',
  status: 'status',
  birthDate: 'birthDate',
  sex: 'sex',
  firstNames: 'name',
  lastName: 'name',
  postalCode: 'address',
  municipalityCode: 'address',
  civilStatus: 'civilStatus',
  citizenship: 'citizenship',
  BIRTH_DATE: 'birthDate',
  LAST_NAME: 'name',
  FIRST_NAMES: 'name',
}

type Filter = Readonly<Record<string, unknown>>

/** Names of the filters used, in the order in which they stand; `positive`: not below a `not`. */
function namesIn(filter: Filter, positive = true): readonly { name: string; positive: boolean }[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (name === 'not') return value ? namesIn(value as Filter, false) : []
    if (name === 'and' || name === 'or')
      return ((value ?? []) as Filter[]).flatMap(inner => namesIn(inner, positive))
    return [{ name, positive: positive && value !== null }]
  })
}

/** A list of persons: `coordinate` is what the verdict is about, the list or what it may not look at. */
export function judgeListing(
  asked: Asked,
  world: World,
  rule: Rule,
  given: Filter,
): { readonly verdict: Verdict; readonly coordinate: string } {
  const about = (verdict: Verdict, coordinate = rule.coordinate) => ({ verdict, coordinate })
  const activity = stated(asked, world)
  if (typeof activity === 'string') return about(no(activity))
  const names = given.where ? namesIn(given.where as Filter) : []
  if (activity.reach === 'SEARCH' && !names.some(({ positive }) => positive))
    return about(no('ACTIVITY_REACH'))
  const orders = (given.orderBy as readonly string[]).map(order => order.replace('_DESCENDING', ''))
  for (const name of [...names.map(one => one.name), ...orders]) {
    const used = rules.get(`Person.${looksAt[name]}`)!
    if (!byLaw(activity, used)) return about(no('ACTIVITY_FIELD_OUTSIDE'), used.coordinate)
  }
  const some = kindreds.get('Person')!.rules.some(one => one.class !== 'OPEN' && byLaw(activity, one))
  return about(some ? yes('LAW') : no('ACTIVITY_FIELD_OUTSIDE'))
}

/** Rights that differ by no subject: open, or by law. Never by consent. */
const byLaw = ({ fields, subjects }: Activity, { coordinate, class: of }: Rule): boolean =>
  of === 'OPEN' || (subjects.includes('PERSON') && fields.get(coordinate) === 'LAW')

/** What `myAccess` tells a system about an activity. */
export function accessUnder(asked: Asked, world: World, id: string): object {
  const activity = stated({ ...asked, as: { ...asked.as, activity: id } }, world)
  if (typeof activity !== 'string')
    return { activity: { id }, code: null, help: null, fields: fieldsUnder(activity) }
  const words = ({ language }: { language: string }) =>
    help(activity as never)[language === 'DA' ? 'da' : 'en']
  return { activity: { id }, code: activity, help: words, fields: [] }
}

function fieldsUnder(activity: Activity): readonly object[] {
  const all = [...kindreds].filter(([type, { of }]) => of !== null && type !== 'Query' && type !== 'Mutation')
  const fields = all.flatMap(([type, kindred]) =>
    kindred.rules.flatMap(rule => {
      const ground = groundUnder(activity, type, kindred, rule)
      const withheld = rule.hidden && activity.kind === 'PRIVATE' && activity.exception === null
      const { coordinate, class: of, source } = rule
      const told = { coordinate, ground, class: of, source, consentNeeded: ground === 'CONSENT' }
      return ground === null ? [] : [{ ...told, withheldWhenProtected: withheld }]
    }),
  )
  return fields.toSorted((a, b) => (a.coordinate < b.coordinate ? -1 : 1))
}

/** On which ground somebody of whom nothing stands in the way could be read about. */
function groundUnder(activity: Activity, type: string, { of, parties }: Kindred, rule: Rule): string | null {
  if (rule.class === 'OPEN') return 'OPEN'
  if (parties.some(path => path.endsWith('cvr'))) return 'PARTY'
  if (activity.kind === 'PRIVATE' && rule.class === 'PERSONAL_NUMBER') return null
  const kind = of === 'business.id' ? 'BUSINESS' : kindsOf[type]
  if (kind && !activity.subjects.includes(kind)) return null
  return activity.fields.get(rule.coordinate) ?? null
}
