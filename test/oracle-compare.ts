// Two answers to one operation side by side: what differs, and a description of it that holds no register value.
import type { Cast } from './oracle-make.ts'
import type { Compared, Expected } from './oracle-mask.ts'
import type { Asked, World } from './oracle-world.ts'

interface Told {
  readonly path?: readonly (string | number)[]
  readonly extensions?: { code?: string; access?: { field?: string; subject?: string; activity?: string } }
}

/** Errors as the platform told them, each once, grouped ones too. */
export function readErrors(body: {
  errors?: readonly Told[]
  extensions?: { access?: { refusals?: readonly Grouped[] } }
}) {
  const single = (body.errors ?? []).map(({ path = [], extensions: { code, access } = {} }) => {
    const about = access ? ` ${access.field} ${access.subject ?? '-'} ${access.activity ?? ''}` : ''
    return `${path.join('.')} ${code}${about}`
  })
  const grouped = (body.extensions?.access?.refusals ?? []).flatMap(({ code, field, paths }) =>
    paths.map(path => `${path.join('.')} ${code} ${field} …`),
  )
  return [...new Set([...single, ...grouped])].sort()
}

interface Grouped {
  readonly code: string
  readonly field: string
  readonly paths: readonly (readonly (string | number)[])[]
}

const longest = 6_000

/** Past fifty, refusals are told in groups, without subject and activity. */
const mostErrors = 50
const json = (value: unknown): string => JSON.stringify(value)
const short = (error: string): string => error.split(' ').slice(0, 3).join(' ')

/** Null when the two are alike. `grouped`: past fifty, refusals are told in groups. */
export function differenceOf(right: Expected, ours: Compared, grouped: boolean): string | null {
  const many = grouped && right.errors.length > mostErrors
  const told = (errors: readonly string[]) => [...new Set(many ? errors.map(short) : errors)].sort()
  const lines = [
    ...(json(right.data) === json(ours.data)
      ? []
      : [`data: right ${json(right.data)}\n      ours ${json(ours.data)}`]),
    ...compare('errors', told(right.errors), told(ours.errors)),
    ...compare('records', right.records, ours.records),
  ]
  return lines.length > 0 ? lines.join('\n') : null
}

function compare(what: string, right: readonly string[], ours: readonly string[]): readonly string[] {
  const missing = right.filter(line => !ours.includes(line)).map(line => `${what}: missing ${line}`)
  const extra = ours.filter(line => !right.includes(line)).map(line => `${what}: unexpected ${line}`)
  const twice = ours.filter((line, index) => ours.indexOf(line) < index).map(line => `${what}: twice ${line}`)
  return [...missing, ...extra, ...twice]
}

/** Ten digits are a personal number until proven otherwise. */
const withoutNumbers = (text: string): string => text.replace(/\b[0-9]{6}-?[0-9]{4}\b/g, '##########')

/** With whatever decides it beside it, as JSON. */
export function describe(
  { asked, difference }: { asked: Asked; difference: string | null },
  world: World,
  cast: Cast,
): string {
  const { activity, represented } = asked.as
  const stated = activity ? world.activities.get(activity) : null
  const whom = represented && represented.kind !== 'AUTHORITY' ? represented.id : null
  const ids = [...cast.persons, ...cast.businesses]
    .map(({ id }) => id)
    .filter(id => id === whom || difference?.includes(id))
  // Of a long list the first few say enough.
  const facts = ids.slice(0, 3).map(id => ({
    person: world.person(id),
    consents: world.consents.filter(
      one => world.idsOf(id).includes(one.subject) && one.activity === activity,
    ),
    powers: world.powers.filter(({ grantor }) => represented && world.idsOf(id).includes(grantor)),
    custody: world.custody.filter(({ child }) => world.idsOf(id).includes(child)),
    guardians: world.guardians.filter(({ ward }) => world.idsOf(id).includes(ward)),
  }))
  const fields = [...(stated?.fields ?? [])].map(([field, ground]) => `${field} ${ground}`)
  const parts = [asked.variables, asked.as, { ...stated, fields }, facts]
  return withoutNumbers(
    [asked.text, difference?.slice(0, longest), ...parts.map(part => JSON.stringify(part))].join('\n'),
  )
}
