// The fields that are answered from records: what no list and no decision looks at (import/records.ts).
import type { SubgraphContext } from '../subgraph.ts'
import { codeSystem, type Dated, datesOf, houseNumbers } from './answers.ts'
import type { RecordKind } from './import/records.ts'
import type { RecordRow, Store, ValueReaders } from './store.ts'

/** What stands inside the content of a record; the importer wrote it. */
type Content = Readonly<Record<string, unknown>>
type Row = RecordRow
const contentOf = ({ content }: Pick<Row, 'content'>): Content => JSON.parse(content)
const objects = (value: unknown): readonly Content[] => (Array.isArray(value) ? value : [])

/** A value inside a record, with a period of its own. */
const dated = (value: Content) => ({
  ...value,
  effectiveFrom: value.from ?? null,
  effectiveTo: value.to ?? null,
  registeredFrom: typeof value.registered === 'string' ? new Date(value.registered) : null,
})

/** An address inside a record. */
export const addressIn = (parts: Content) => ({ ...dated(parts), ...houseNumbers(parts as never) })

function summaryOf(summary: Content) {
  const { name, form, address, status } = summary as Record<string, Content | null>
  return {
    ...summary,
    name: name?.name ?? null,
    secondaryNames: objects(summary.secondaryNames).map(one => one.name),
    form: form && {
      ...dated(form),
      shortName: form.short_name,
      longName: form.long_name,
      dataSupplier: form.data_supplier,
    },
    status: status && { ...dated(status), creditCode: status.credit_code, creditText: status.credit_text },
    address: address && addressIn(address),
    industries: objects(summary.industries).map(one => ({
      ...dated(one),
      codeSystem: codeSystem(one.from as string | null),
    })),
  }
}

const figuresOf = (figures: Content) => ({
  ...dated(figures),
  fullTimeEquivalents: figures.full_time_equivalents,
  includingOwners: figures.including_owners,
  employeesInterval: figures.employees_interval,
  fullTimeEquivalentsInterval: figures.full_time_equivalents_interval,
  includingOwnersInterval: figures.including_owners_interval,
})

const withDates = (row: Row) => ({ ...contentOf(row), ...datesOf(row) })

function restructuringOf(row: Row) {
  const { names, incoming, outgoing, unitNumber } = contentOf(row)
  const parts = { names: objects(names).map(dated), incoming: objects(incoming).map(dated) }
  return { unitNumber, ...parts, outgoing: objects(outgoing).map(dated), ...datesOf(row) }
}

/** A member that no reader knows. */
export function elementOf(row: Dated & Pick<Row, 'content'>) {
  const { path, value } = contentOf(row)
  return { path, value: typeof value === 'string' ? value : JSON.stringify(value), ...datesOf(row) }
}

type Readers = (store: Store) => ValueReaders
const listOf =
  (readers: Readers, kind: RecordKind, answer: (row: Row) => unknown) =>
  async ({ id }: { id: string }, _: unknown, { store }: SubgraphContext<Store>) =>
    (await readers(store).records(id, kind)).map(answer)

const newestOf =
  (readers: Readers, kind: RecordKind, answer: (row: Row) => unknown) =>
  async ({ id }: { id: string }, _: unknown, { store }: SubgraphContext<Store>) => {
    const [row] = await readers(store).records(id, kind)
    return row ? answer(row) : null
  }

/** Of businesses and units alike. */
export const recordFields = (readers: Readers) => ({
  summary: newestOf(readers, 'SUMMARY', row => summaryOf(contentOf(row))),
  latestContact: newestOf(readers, 'LATEST_CONTACT', row => contentOf(row).contact),
  latestEmployment: newestOf(readers, 'LATEST_EMPLOYMENT', row =>
    objects(contentOf(row).employment).map(figuresOf),
  ),
  otherElements: listOf(readers, 'UNREAD', elementOf),
})

/** Of businesses alone. */
export const companyRecordFields = {
  registrationNumbers: listOf(store => store, 'REGISTRATION_NUMBER', withDates),
  unitNumbers: listOf(store => store, 'UNIT', withDates),
  mergers: listOf(store => store, 'MERGER', restructuringOf),
  splits: listOf(store => store, 'SPLIT', restructuringOf),
  offices: listOf(
    store => store,
    'OFFICE',
    row => ({
      ...contentOf(row),
      names: objects(contentOf(row).names).map(dated),
      attributes: objects(contentOf(row).attributes).map(dated),
      participantUnitNumber: row.unitNumber === null ? null : String(row.unitNumber),
      ...datesOf(row),
    }),
  ),
  participantAddresses: listOf(
    store => store,
    'PARTICIPANT_ADDRESS',
    row => {
      const { kind, secret, ...parts } = contentOf(row)
      return {
        kind,
        participantUnitNumber: String(row.unitNumber),
        // Whoever it is the address of is asked about; what does not say that it is open is not given.
        about: row.personId ?? row.holderId ?? row.ownerId,
        address: secret === false ? { ...addressIn(parts), ...datesOf(row) } : null,
      }
    },
  ),
}

/** The markings of one participant; null when the register has none. */
export async function markingsOf(store: Store, business: string, participant: string) {
  const rows = await store.records(business, 'PARTICIPANT')
  const row = rows.find(({ participantId }) => participantId === participant)
  return row ? contentOf(row) : null
}
