// Registers a consent that was given on paper or with help: at once, or once a second steward has approved it.
import { and, eq } from 'drizzle-orm'
import { contentHash } from '../content-hash.ts'
import type { Officer } from '../officer.ts'
import type { Problem } from '../problems.ts'
import { change } from './lifecycle.ts'
import { notify } from './notices.ts'
import { stewardActor } from './officer.ts'
import type { Proposed, Registered } from './proposed.ts'
import { findProposal, propose } from './proposing.ts'
import { type Superseding, supersedesProblems } from './requesting.ts'
import { addEvents, byActor, holdName, now, type Transaction, update } from './steps.ts'
import { refused, type StewardOutcome, stewardDone, stewardStop } from './steward-outcome.ts'
import { consent, event, registration } from './tables.ts'

/** A registration, checked as far as it can be without the consents that are there. */
export interface Registering {
  readonly officer: Officer
  readonly reference: string
  readonly proposed: Proposed & { readonly registered: Registered }
  /** Every id of the subject. */
  readonly subjects: readonly string[]
  /** A second steward must approve it. */
  readonly second: boolean
  /** What stands against it. */
  readonly problems: readonly Problem[]
}

/** The same id with the same content is the same registration, also when it could not be made any more. */
export async function register(tx: Transaction, wanted: Registering): Promise<StewardOutcome> {
  const { officer, reference, proposed } = wanted
  await holdName(tx, `steward command ${officer.authority} ${reference}`)
  const hash = contentHash(['REGISTER', proposed])
  const before = await again(tx, wanted, hash)
  if (before) return before
  const outside = await supersedesProblems(tx, supersedingOf(wanted), await now(tx))
  if (wanted.problems.length + outside.length > 0) return refused([...wanted.problems, ...outside])
  if (wanted.second)
    return propose(tx, officer, {
      ...{ command: 'REGISTER', consentId: null, content: proposed, commandId: reference, hash },
    })
  const { channel } = proposed.registered
  const actor = stewardActor(officer, { channel, interest: proposed.interest })
  return insertRegistered(tx, {
    ...{ authority: officer.authority, reference, proposed, hash },
    by: byActor(actor),
  })
}

const supersedingOf = ({ officer, proposed, subjects }: Registering): Superseding => {
  const { supersedes, activity } = proposed.registered
  return { supersedes, activity, subjects, actor: officer }
}

/** What was registered, or proposed, before under the same id. */
async function again(
  tx: Transaction,
  { officer, reference }: Registering,
  hash: string,
): Promise<StewardOutcome | null> {
  const row = await findProposal(tx, officer.authority, reference)
  const known = await registeredBefore(tx, officer.authority, reference)
  if (row)
    return row.contentHash === hash
      ? stewardDone(known?.id ?? null, row.id)
      : stewardStop('REPLAY', 'input.id')
  if (!known) return null
  return known.hash === hash ? stewardDone(known.id) : stewardStop('REPLAY', 'input.id')
}

/** The authority's consent of that reference, and the hash of what was said as it was made. */
export async function registeredBefore(tx: Transaction, authority: string, reference: string) {
  const [row] = await tx
    .select({ id: consent.id, hash: event.contentHash })
    .from(consent)
    .leftJoin(event, and(eq(event.consentId, consent.id), eq(event.revision, 1)))
    .where(and(eq(consent.authority, authority), eq(consent.requesterReference, reference)))
  return row ?? null
}

interface Inserted {
  readonly authority: string
  readonly reference: string
  readonly proposed: Registering['proposed']
  readonly hash: string
  readonly by: ReturnType<typeof byActor>
}

/** Makes the consent, given at once; tells its person, and adds the event last. */
export async function insertRegistered(tx: Transaction, wanted: Inserted): Promise<StewardOutcome> {
  const { authority, reference, proposed, hash, by } = wanted
  const { subject, subjectKind, registered } = proposed
  const {
    validFrom: askedFrom,
    validTo,
    textHash,
    channel,
    signedOn,
    document,
    language,
    ...terms
  } = registered
  const at = await now(tx)
  const from = askedFrom === null ? at : new Date(Math.max(at.getTime(), Date.parse(askedFrom)))
  const [made] = await tx
    .insert(consent)
    .values({
      ...{ ...terms, fields: [...terms.fields], authority, requesterReference: reference },
      ...{ subjectId: subject, subjectKind, state: 'GRANTED', requestedAt: at, sentAt: at, answerBy: at },
      ...{ askedFrom: askedFrom === null ? null : new Date(askedFrom), validFrom: from },
      validTo: new Date(validTo),
    })
    .onConflictDoNothing({ target: [consent.authority, consent.requesterReference] })
    .returning()
  // Asked for by one of the authority's systems at the same time.
  if (!made) return stewardStop('REPLAY', 'input.id')
  await tx.insert(registration).values({ consentId: made.id, channel, signedOn, document, language })
  await notify(tx, made, 'CONSENT_REGISTERED', [subject])
  const replaced = await supersede(tx, made.supersedes, at, by)
  await addEvents(tx, [
    ...(replaced ? [replaced] : []),
    {
      ...{ consentId: made.id, revision: 1, state: made.state, at, commandId: reference },
      ...{ command: 'REGISTER', contentHash: hash, language, textHash },
      ...by,
    },
  ])
  return stewardDone(made.id)
}

/** Ends the consent that the one just registered replaces, unless it has ended already; the event of that end. */
async function supersede(tx: Transaction, id: string | null, at: Date, by: Inserted['by']) {
  if (id === null) return null
  const [old] = await tx.select().from(consent).where(eq(consent.id, id)).for('update')
  const changed =
    old && change(old, 'SUPERSEDE', { at, dead: false, agreed: false, confirmed: false, others: 0 })
  if (!old || !changed || 'code' in changed) return null
  const revision = await update(tx, old, changed)
  return { consentId: id, revision, state: changed.state, at, command: 'SUPERSEDE', ...by }
}
