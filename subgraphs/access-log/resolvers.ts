// The access log: GraphQL in, records out.
import { classify } from '../../access/classification.ts'
import { labelsOf } from '../../access/labels.ts'
import { nobody, readId } from '../../access/operation.ts'
import { checkCase } from '../case.ts'
import { activityById, authorityByCvr, byId } from '../references.ts'
import { readSchemas } from '../registry.ts'
import { type Resolvers, readSchema, type SubgraphContext } from '../subgraph.ts'
import { checkSubject } from './asked.ts'
import { accessCounts } from './counting.ts'
import type { AccessCount } from './counts.ts'
import { lateInWords } from './late.ts'
import { type Asked, authority, openPage } from './page.ts'
import { type AccessRegister, coordinatesOf } from './registers.ts'
import type { AccessRow, AuthorityFilter, Store } from './store.ts'
import { type Language, labelOf, summary, type Told, whyRefused } from './summary.ts'
import type { Given, Refused } from './tables.ts'
import { consentUses } from './uses.ts'

type Context = SubgraphContext<Store>

const schemas = [...readSchemas().values()]
const labels = labelsOf(schemas)
const coordinates = coordinatesOf(schemas)
const nameOfAuthority = classify(readSchema('access-log')).get('AccessRecord')!.fields.get('authority')!

const activity = (row: AccessRow) => (row.activity === null ? null : { id: row.activity })

interface OfSubject extends Asked {
  readonly authority?: string | null
  readonly register?: AccessRegister | null
  readonly includeOwn?: boolean
}

/** A subject's records, whoever of those that may reads them. */
async function listOfSubject({ id }: { readonly id: string }, asked: OfSubject, context: Context) {
  const { store, access } = context
  const { page, present } = openPage({ coordinate: 'Person.accessLog', of: id }, asked, context)
  // A filter sees what its caller sees: where the name is withheld, no name is found and none is guessed.
  const withheld = asked.authority ? (await access.askOther(nameOfAuthority, id)).outcome !== 'PERMIT' : false
  const subjects = await access.idsOf(id)
  const fields = asked.register ? coordinates(asked.register) : null
  const filter = { ...asked, subjects, fields, includeOwn: asked.includeOwn ?? true }
  if (withheld) return present([], async () => 0)
  return present(await store.list(filter, page), () => store.count(filter))
}

interface Audited extends Asked, Omit<AuthorityFilter, 'authority' | 'subjects'> {
  readonly subject?: string | null
  readonly cpr?: string | null
}

/** An authority's own records, for its officers. */
async function audit(_: unknown, given: Audited, context: Context) {
  const { subject = null, cpr = null, ...asked } = given
  const { store, access } = context
  const { page, present } = openPage({ coordinate: 'Query.accessRecords', of: null }, given, context)
  checkSubject(subject, cpr)
  checkCase(context)
  const own = (await access.acting()).authority ?? ''
  const about = cpr === null ? subject && readId(subject) : await access.subjectOf('PERSON', cpr)
  const subjects = about === null ? null : await access.idsOf(about)
  const filter = { ...asked, authority: own, subjects }
  const rows = await store.audit(filter, page)
  await coverReading(own, [...(subjects ?? []), ...rows.map(row => row.subjectId)], context)
  const whose = { about: { id: about ?? nobody }, controller: own }
  return { ...present(rows.map(toAudited), () => store.auditCount(filter)), ...whose }
}

/** What tells of a covert look-up is as covert: a reading of its record must not betray it. */
async function coverReading(own: string, subjects: readonly (string | null)[], { store, access }: Context) {
  const known = [...new Set(subjects.filter(id => id !== null))]
  const covers = await store.covers(own, known)
  // The database's clock is finer than a Date: never sooner than the cover itself.
  await Promise.all(
    covers.map(({ subjectId, until }) => access.cover(subjectId, new Date(until.getTime() + 1))),
  )
}

const toAudited = (row: AccessRow) => ({
  ...row,
  about: { id: row.subjectId ?? nobody },
  controller: row.authority,
})

/** In words for whoever reads: one's own record, or another's. */
async function summarise(
  row: AccessRow,
  { language }: { language: Language },
  { store, request }: Context,
): Promise<string> {
  const version = await store.activityName(row)
  const reader = request.caller.kind === 'PERSON' ? request.caller.person : null
  const told: Told = {
    who: whoAsked(row, reader),
    authority: await store.authorityName(row.authority),
    processor: await store.authorityName(row.processor),
    purpose: (language === 'DA' ? version?.purposeDa : version?.purposeEn) ?? null,
    act: version?.act ?? null,
    labels,
  }
  return summary(row, told, language)
}

/** What was learned about a record after it was written. */
async function learnedLater(row: AccessRow, { language }: { language: Language }, { store }: Context) {
  const ending = await store.lateEnding(row)
  return ending && lateInWords(ending, language)
}

function whoAsked({ personId, subjectId }: AccessRow, reader: string | null): Told['who'] {
  if (personId === null) return 'AUTHORITY'
  if (personId === reader) return 'YOU'
  if (personId === subjectId) return 'THEMSELF'
  return subjectId === reader ? 'FOR_YOU' : 'FOR_THEM'
}

export const resolvers: Resolvers<Store> = {
  Query: { accessRecords: audit, accessCounts },
  Person: {
    ...byId('Person'),
    accessLog: listOfSubject,
  },
  Business: {
    ...byId('Business'),
    accessLog: listOfSubject,
  },
  Consent: consentUses,
  AccessRecord: {
    authority: (row: AccessRow) => authority(row.authority),
    processor: (row: AccessRow) => authority(row.processor),
    person: (row: AccessRow) => (row.personId === null ? null : { id: row.personId }),
    activity,
    summary: summarise,
    learnedLater,
  },
  AccessGiven: {
    label: ({ field }: Given, { language }: { language: Language }) => labelOf(labels, field, language),
  },
  AccessRefused: {
    label: ({ field }: Refused, { language }: { language: Language }) => labelOf(labels, field, language),
    why: ({ code }: Refused, { language }: { language: Language }) => whyRefused(code, language),
  },
  AccessCount: {
    authority: (row: AccessCount) => authority(row.authority),
    label: ({ field }: AccessCount, { language }: { language: Language }) =>
      field === null ? null : labelOf(labels, field, language),
    why: ({ code }: AccessCount, { language }: { language: Language }) =>
      code === null ? null : whyRefused(code, language),
  },
  AuditRecord: {
    subject: (row: AccessRow) => row.subjectId,
    system: (row: AccessRow) => row.client,
    officerName: (row: AccessRow, _, { store }) => store.officerName(row.officer),
    ownFile: ({ given, refused }: AccessRow) => [...given, ...refused].some(one => one.ownFile === true),
    processor: (row: AccessRow) => authority(row.processor),
    activity,
    summary: summarise,
    learnedLater,
  },
  Authority: authorityByCvr,
  ProcessingActivity: activityById,
}
