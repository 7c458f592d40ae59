// Reads a participant's own document (Vrdeltagerperson) into records; who it is about is told by no value of it.
import { periodOf } from './dated.ts'
import { Element, type Reads, required, type ShapeError } from './element.ts'
import { type Participant, readParticipant } from './participants.ts'
import { addressMembers, recordRow } from './records.ts'
import type { RegisterRow } from './row.ts'
import { says } from './summary.ts'
import { unreadRows } from './unread-rows.ts'
import { addressContent, needed } from './values.ts'

/** A participant as its own document says it. */
export interface ParticipantDocument {
  readonly participant: Participant
  /** When the register last wrote it (*sidstOpdateret*). */
  readonly updated: string
  /** When this document was made (*sidstIndlaest*). */
  readonly version: string
  readonly rows: readonly RegisterRow[]
  /** Places of numbers that lead to nobody; the participant is kept without a link. */
  readonly findings: readonly ShapeError[]
}

/** Throws ShapeError (place and reason, no value) for a shape that is not the register's. */
export function readPerson(value: unknown, testSeries: readonly string[]): ParticipantDocument {
  const reads: Reads = new Map()
  const person = new Element(value, '', reads)
  const findings: ShapeError[] = []
  const participant = readParticipant(person, testSeries, findings)
  const updated = required(person.instant('sidstOpdateret'), 'sidstOpdateret')
  const version = person.instant('sidstIndlaest') ?? updated
  const rows = [
    ...readNames(person, updated),
    ...readAddresses(person, updated),
    ...readEntry(person, updated),
  ]
  const all = [...rows, ...unreadRows(value as object, reads, updated)]
  return {
    ...{ participant, updated, version, findings },
    rows: all.map(row => ({ ...row, table: 'participant_record' as const })),
  }
}

const readNames = (person: Element, updated: string): readonly RegisterRow[] =>
  person.list('navne').map(item =>
    recordRow({
      ...{ kind: 'PARTICIPANT_NAME', content: { name: needed(item, 'navn') }, period: periodOf(item) },
      ...{ registered: item.instant('sidstOpdateret') ?? updated, path: item.path },
    }),
  )

function readAddresses(person: Element, updated: string): readonly RegisterRow[] {
  return Object.entries(addressMembers).flatMap(([member, kind]) =>
    person.list(member).map(item =>
      recordRow({
        ...{ kind: 'PARTICIPANT_ADDRESS', name: kind, content: { kind, ...addressContent(item) } },
        ...{ period: periodOf(item), registered: item.instant('sidstOpdateret') ?? updated, path: item.path },
      }),
    ),
  )
}

function readEntry(person: Element, updated: string): readonly RegisterRow[] {
  const content = {
    position: person.text('stilling'),
    statusCode: person.text('statusKode'),
    addressSecret: person.flag('adresseHemmelig'),
    addressSecretException: person.flag('adresseHemmeligUndtagelse'),
    addressUpdateEnded: person.flag('adresseOpdateringOphoert'),
  }
  return says(content)
    ? [recordRow({ kind: 'PARTICIPANT', content, registered: updated, path: 'stilling' })]
    : []
}
