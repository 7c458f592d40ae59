// A row of the persons schema as an import makes it, before its persons are known by id.

/** The tables that hold register rows, by name. */
export const rowKinds = [
  'person',
  'personal_number',
  'name',
  'address',
  'address_text',
  'contact_address',
  'emigration',
  'disappearance',
  'protection',
  'birth_registration',
  'citizenship',
  'church',
  'civil_status',
  'separation',
  'child',
  'parent',
  'custody',
  'guardianship',
  'municipal_condition',
  'note',
  'election',
  'order_to_move',
  'event',
  'record',
] as const
export type RowKind = (typeof rowKinds)[number]

/** Columns by name, and at most one other person's number. */
export interface DraftRow {
  readonly kind: RowKind
  readonly related: string | null
  readonly content: Readonly<Record<string, string | null | readonly string[]>>
}

export const row = (
  kind: RowKind,
  content: DraftRow['content'],
  related: string | null = null,
): DraftRow => ({ kind, related, content })
