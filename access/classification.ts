// What the schema says about each field: its class, whose data it is, who may enter there. Read once, from the SDL.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'

export type DataClass = 'OPEN' | 'ORDINARY' | 'CONFIDENTIAL' | 'SENSITIVE' | 'PERSONAL_NUMBER'
export type Reach = 'LOOKUP' | 'SEARCH' | 'LIST'
export type MandateAction = 'READ' | 'CONSENT' | 'ACT'
export type EntryCaller = 'SYSTEM' | 'PERSON' | 'STEWARD' | 'AUDITOR'
export type CommandCaller = 'SYSTEM' | 'SUBJECT' | 'REPRESENTATIVE' | 'STEWARD'

/** Paths from an object to the id of its subject, and to those whom the record itself names. */
export interface SubjectRule {
  readonly of: readonly string[]
  readonly parties: readonly (readonly string[])[]
}

/** The object is its subject, and bears its key in the answer; a record is about somebody else. */
export const isOwnSubject = ({ of }: SubjectRule): boolean =>
  of.length === 1 && (of[0] === 'id' || of[0] === 'cvr')

export interface FieldRule {
  /** The schema coordinate: `Person.address`. */
  readonly coordinate: string
  readonly class: DataClass
  readonly source: string
  readonly hiddenByProtection: boolean
  /** Holds values of earlier times. */
  readonly earlier: boolean
  /** A matter of money: within what a guardian may see of one who has lost legal capacity. */
  readonly economic: boolean
  /** Of a record that others answer: a guardian, and each of those who sign together, may read it alone. */
  readonly toSign: boolean
  /** Each of those who sign for a business together may read it alone; a guardian may not. */
  readonly together: boolean
  /** Set when the field is about someone else than the object it stands in. */
  readonly subject: SubjectRule | null
  readonly entry: { readonly by: readonly EntryCaller[]; readonly reach: Reach } | null
  readonly command: { readonly by: readonly CommandCaller[]; readonly action: MandateAction } | null
}

export interface TypeRule {
  readonly name: string
  /** Without a subject of its own: decided with the field that it stands in. */
  readonly value: boolean
  readonly subject: SubjectRule | null
  readonly fields: ReadonlyMap<string, FieldRule>
}

/** Rules by type name. Types and fields without a directive are absent, and so refused. */
export type Classification = ReadonlyMap<string, TypeRule>

/** Reads the directives of one subgraph's SDL. Mistakes are found by the gates (gates.ts), not here. */
export function classify(document: DocumentNode): Classification {
  const types = document.definitions.filter(node => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  return new Map(types.map(type => [type.name.value, classifyType(type)]))
}

function classifyType(type: ObjectTypeDefinitionNode): TypeRule {
  const name = type.name.value
  const subject = find(type.directives, 'subject')
  const rules = (type.fields ?? []).flatMap(field => {
    const rule = classifyField(name, field)
    const closed = rule?.class !== 'OPEN'
    const reading = {
      toSign: closed && subject?.toSign === true,
      together: closed && subject?.together === true,
    }
    return rule ? [[field.name.value, { ...rule, ...reading }] as const] : []
  })
  return {
    name,
    value: find(type.directives, 'value') !== null,
    subject: readSubject(subject),
    fields: new Map(rules),
  }
}

function classifyField(
  type: string,
  field: FieldDefinitionNode,
): Omit<FieldRule, 'toSign' | 'together'> | null {
  const data = find(field.directives, 'data')
  if (!data) return null
  const entry = find(field.directives, 'entry')
  const command = find(field.directives, 'command')
  return {
    coordinate: `${type}.${field.name.value}`,
    class: data.class as DataClass,
    source: String(data.source),
    hiddenByProtection: data.hiddenByProtection === true,
    earlier: data.earlier === true,
    economic: data.economic === true,
    subject: readSubject(find(field.directives, 'subject')),
    entry: entry && { by: entry.by as EntryCaller[], reach: (entry.reach ?? 'LOOKUP') as Reach },
    command: command && {
      by: command.by as CommandCaller[],
      action: (command.action ?? 'ACT') as MandateAction,
    },
  }
}

function readSubject(args: Record<string, unknown> | null): SubjectRule | null {
  if (!args) return null
  const parties = (args.parties ?? []) as readonly string[]
  return { of: String(args.of).split('.'), parties: parties.map(path => path.split('.')) }
}

function find(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): Record<string, unknown> | null {
  const directive = directives?.find(node => node.name.value === name)
  if (!directive) return null
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  )
}
