// What participants' own documents say (Vrdeltagerperson): the statements, and how they are answered.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { datesOf } from './answers.ts'
import { given, inForce, known, oneOf, pairOf } from './asked.ts'
import { addressIn, elementOf } from './record-fields.ts'
import type { Store } from './store.ts'
import { participant, participantRecord, participantRole } from './tables.ts'

/** The pool's client is the subgraph's own. */
export function prepareParticipantRecords(db: ReturnType<typeof drizzle>) {
  const columns = {
    id: participant.id,
    unitNumber: participant.unitNumber,
    personId: participant.personId,
    holderId: participant.holderId,
  }
  return {
    /** The participants that a person is: CVR may know one by several units. */
    unitsOfPerson: db
      .select(columns)
      .from(participant)
      .where(oneOf(participant.personId, 'ids'))
      .orderBy(asc(participant.unitNumber))
      .prepare('units_of_person'),
    /** Participants of a business by CVR's number: those who have or had a role, as far as it is known. */
    unitOfBusiness: db
      .selectDistinct({ ownerId: participantRole.ownerId, ...columns })
      .from(participantRole)
      .innerJoin(participant, eq(participant.id, participantRole.participantId))
      .where(and(pairOf(participantRole, participant.unitNumber, 'others', 'bigint'), known(participantRole)))
      .prepare('unit_of_business'),
    participantRecords: db
      .select({
        ownerId: participantRecord.ownerId,
        kind: participantRecord.kind,
        content: sql<string>`${participantRecord.content}::text`,
        effectiveFromText: participantRecord.effectiveFromText,
        effectiveToText: participantRecord.effectiveToText,
        registeredFrom: participantRecord.registeredFrom,
      })
      .from(participantRecord)
      .where(
        and(
          sql`${participantRecord.ownerId} = any(${given('ids')}::text::uuid[])`,
          inForce(participantRecord),
        ),
      )
      .orderBy(
        participantRecord.ownerId,
        participantRecord.kind,
        participantRecord.slot,
        participantRecord.rowId,
      )
      .prepare('participant_records'),
  }
}

interface Unit {
  readonly id: string
  readonly unitNumber: number
  readonly personId: string | null
  readonly holderId: string | null
}

/** `other`: whose protection counts when the participant is nobody whom the registers know. */
export async function recordOf(store: Store, unit: Unit, other: string) {
  const rows = await store.participantRecords(unit.id)
  const of = (kind: string) => rows.filter(row => row.kind === kind)
  const [entry] = of('PARTICIPANT').map(row => ({ ...JSON.parse(row.content), ...datesOf(row) }))
  const secret = entry?.addressSecret ?? null
  const isOpen = secret === false || (secret === null && unit.personId !== null)
  if (rows.length === 0) return null
  return {
    ...entry,
    unitNumber: String(unit.unitNumber),
    about: unit.personId ?? unit.holderId ?? other,
    names: of('PARTICIPANT_NAME').map(row => ({
      ...JSON.parse(row.content),
      secondary: false,
      ...datesOf(row),
    })),
    // Of one whom no register knows, only CVR's own marking tells that the address is open; of anybody it can be secret.
    addresses: (isOpen ? of('PARTICIPANT_ADDRESS') : []).map(row => {
      const { kind, ...parts } = JSON.parse(row.content)
      return { kind, address: { ...addressIn(parts), ...datesOf(row) } }
    }),
    otherElements: of('UNREAD').map(elementOf),
  }
}
