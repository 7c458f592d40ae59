// The participants of a company (deltagerRelation): who they are, their published names, and their roles over time.

import { isPublicAttribute } from '../public-attributes.ts'
import { periodOf } from './dated.ts'
import { type Element, required, ShapeError } from './element.ts'
import { isBusinessNumber, isPersonalNumber } from './numbers.ts'
import { type DatedValue, type Period, stretches } from './periods.ts'
import { readParticipantRecords } from './records.ts'
import { isPublicRole, roleOf } from './roles.ts'
import { hashOf, type RegisterRow } from './row.ts'

/** How a participant is known: by personal number (privileged copies), by business number, or only as CVR's unit. */
export interface Participant {
  readonly unitNumber: number
  readonly kind: 'PERSON' | 'BUSINESS' | 'UNLINKED'
  /** The number to be turned into an id at once and forgotten; null for UNLINKED. */
  readonly number: string | null
}

export interface Participants {
  readonly participants: readonly Participant[]
  readonly rows: readonly RegisterRow[]
  /** Places and reasons of numbers that lead nowhere; the participant is kept as UNLINKED. */
  readonly findings: readonly ShapeError[]
}

/** Reads every relation. `updated` stands in where the register gives no instant of its own. */
export function readParticipants(
  company: Element,
  updated: string,
  testSeries: readonly string[],
): Participants {
  const participants: Participant[] = []
  const rows: RegisterRow[] = []
  const findings: ShapeError[] = []
  for (const relation of company.list('deltagerRelation')) {
    const unit = required(relation.object('deltager'), `${relation.path}.deltager`)
    const participant = readParticipant(unit, testSeries, findings)
    participants.push(participant)
    const registered = unit.instant('sidstOpdateret') ?? updated
    rows.push(...nameRows(unit, participant.unitNumber, registered))
    rows.push(...readParticipantRecords(relation, unit, { participant: participant.unitNumber, registered }))
    for (const organisation of relation.list('organisationer'))
      rows.push(...organisationRows(organisation, participant.unitNumber, registered))
  }
  return { participants, rows, findings }
}

const placeIn = ({ path }: Element, name: string): string => (path === '' ? name : `${path}.${name}`)

/** Who it is, by the number that the copy holds. */
export function readParticipant(
  unit: Element,
  testSeries: readonly string[],
  findings: ShapeError[],
): Participant {
  const unitNumber = required(unit.whole('enhedsNummer'), placeIn(unit, 'enhedsNummer'))
  const type = required(unit.text('enhedstype'), placeIn(unit, 'enhedstype'))
  const key = unit.text('forretningsnoegle')
  const unlinked = { unitNumber, kind: 'UNLINKED', number: null } as const
  if (key === null) return unlinked
  if (type === 'PERSON') {
    // JSON numbers lose the zero in front.
    const number = key.replace('-', '').padStart(10, '0')
    if (isPersonalNumber(number)) return { unitNumber, kind: 'PERSON', number }
    findings.push(
      new ShapeError(
        placeIn(unit, 'forretningsnoegle'),
        'not a personal number; the participant is kept without a link',
      ),
    )
  } else if (type === 'VIRKSOMHED') {
    const number = key.padStart(8, '0')
    if (isBusinessNumber(number, testSeries)) return { unitNumber, kind: 'BUSINESS', number }
    findings.push(
      new ShapeError(
        placeIn(unit, 'forretningsnoegle'),
        'not a business number; the participant is kept without a link',
      ),
    )
  }
  return unlinked
}

function nameRows(unit: Element, participant: number, registered: string): readonly RegisterRow[] {
  return unit.list('navne').map(name => ({
    table: 'participant_name',
    slot: `${participant}`,
    columns: { name: required(name.text('navn'), `${name.path}.navn`) },
    period: periodOf(name),
    registered: name.instant('sidstOpdateret') ?? registered,
    path: name.path,
    refersTo: participant,
  }))
}

/** The rows of one organisation: one for each member, function and stretch of days in which nothing else changes. */
function organisationRows(
  organisation: Element,
  participant: number,
  registered: string,
): readonly RegisterRow[] {
  const type = required(organisation.text('hovedtype'), `${organisation.path}.hovedtype`)
  const unit = organisation.whole('enhedsNummerOrganisation')
  const newest = organisation.list('organisationsNavn').at(-1)
  const name = newest?.text('navn') ?? null
  const named = newest && periodOf(newest)
  newest?.skip('sidstOpdateret')
  const members = organisation.list('medlemsData')
  // Some organisations give the member's attributes only on themselves.
  return (members.length > 0 ? members : [organisation]).flatMap((member, index) =>
    memberStretches(readAttributes(member, registered)).map(({ period, values }) => {
      const read = (key: string): string | null => values.get(key)?.value ?? null
      const role = roleOf(type, name, read('FUNKTION'))
      const others = [...values]
        .filter(([key]) => !ownColumns.has(key))
        .map(([key, { value }]) => [key, value] as const)
      return {
        table: 'participant_role',
        slot: slotOf(participant, type, unit, name, index, read('FUNKTION')),
        columns: {
          organisation_type: type,
          organisation_unit: unit,
          organisation_name: name,
          organisation_named_from: named?.from ?? null,
          organisation_named_to: named?.to ?? null,
          function: read('FUNKTION'),
          role,
          public: isPublicRole(role, type),
          election_form: read('VALGFORM'),
          ownership_share: read('EJERANDEL_PROCENT'),
          voting_share: read('EJERANDEL_STEMMERET_PROCENT'),
          others: Object.fromEntries(others),
        },
        period,
        registered: latest([...values.values()].map(value => value.registered)) ?? registered,
        path: member.path,
        refersTo: participant,
      } satisfies RegisterRow
    }),
  )
}

const ownColumns = new Set(['FUNKTION', 'VALGFORM', 'EJERANDEL_PROCENT', 'EJERANDEL_STEMMERET_PROCENT'])

const slotOf = (
  participant: number,
  type: string,
  unit: number | null,
  name: string | null,
  member: number,
  role: string | null,
): string => hashOf([participant, type, unit, name, member, role]).slice(0, 22)

function memberStretches(values: readonly DatedValue[]) {
  const open: Period = { from: null, to: null }
  const functions = values.filter(value => value.type === 'FUNKTION')
  if (values.length === 0) return stretches(open, [])
  // Without a function the role holds while anything is said about it.
  if (functions.length === 0) return stretches(open, values).filter(stretch => stretch.values.size > 0)
  const others = values.filter(value => value.type !== 'FUNKTION')
  return functions.flatMap(held =>
    stretches(held.period, others).map(({ period, values: found }) => ({
      period,
      values: new Map<string, DatedValue>([...found, ['FUNKTION', held]]),
    })),
  )
}

function readAttributes(member: Element, registered: string): readonly DatedValue[] {
  return member.list('attributter').flatMap(attribute => {
    const type = required(attribute.text('type'), `${attribute.path}.type`)
    // The order in which they were written, and that a value is text.
    attribute.skip('sekvensnr', 'vaerditype')
    const values = attribute.list('vaerdier').flatMap(value => {
      const text = value.text('vaerdi')
      if (text === null) return []
      const since = value.instant('sidstOpdateret') ?? registered
      return [{ type, value: text, period: periodOf(value), registered: since }]
    })
    if (!isPublicAttribute(type)) attribute.leave()
    return values
  })
}

const latest = (instants: readonly string[]): string | null =>
  instants.reduce<string | null>(
    (newest, instant) => (newest === null || Date.parse(instant) > Date.parse(newest) ? instant : newest),
    null,
  )
