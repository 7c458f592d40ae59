// What the subject of a consent, and whoever must still confirm it, are told: in the command's own transaction.
import { sql } from 'drizzle-orm'
import type { Command, StoredState } from './lifecycle.ts'
import type { ConsentRow, Transaction } from './steps.ts'
import type { ActorKind } from './tables.ts'

/** Kinds of notice about consents, worded by the notices subgraph. */
export type NoticeKind =
  | 'CONSENT_REQUESTED'
  | 'CONSENT_CANCELLED'
  | 'CONSENT_PARTLY_CONFIRMED'
  | 'CONSENT_GRANTED_FOR_YOU'
  | 'CONSENT_DECLINED_FOR_YOU'
  | 'CONSENT_REGISTERED'
  | 'CONSENT_WITHDRAWN_FOR_YOU'
  | 'CONSENT_SUSPENDED'
  | 'CONSENT_RESUMED'
  | 'CONSENT_INVALIDATED'

/** What a command tells the subject; nothing of what they did themselves, and nothing of what they never heard of. */
export function noticeOf(
  command: Command,
  { from, to, by, sent }: { from: StoredState; to: StoredState; by: ActorKind; sent: boolean },
): NoticeKind | null {
  const byOther = by !== 'SUBJECT'
  switch (command) {
    case 'SEND':
      return 'CONSENT_REQUESTED'
    case 'GRANT':
      if (to === 'PARTLY_CONFIRMED') return 'CONSENT_PARTLY_CONFIRMED'
      return byOther ? 'CONSENT_GRANTED_FOR_YOU' : null
    case 'DECLINE':
      return byOther ? 'CONSENT_DECLINED_FOR_YOU' : null
    case 'CANCEL':
      return sent ? 'CONSENT_CANCELLED' : null
    case 'WITHDRAW':
      // Before all had agreed there was nothing to withdraw but one's own confirmation.
      return byOther && from !== 'PARTLY_CONFIRMED' ? 'CONSENT_WITHDRAWN_FOR_YOU' : null
    case 'SUSPEND':
      return 'CONSENT_SUSPENDED'
    case 'RESUME':
      return 'CONSENT_RESUMED'
    case 'INVALIDATE':
      return 'CONSENT_INVALIDATED'
    case 'SUPERSEDE':
      return null
  }
}

type About = Pick<ConsentRow, 'id' | 'authority' | 'template' | 'templateVersion'>

/** Tells each of them; rolled back with the command, or there with it. */
export async function notify(
  tx: Transaction,
  about: About,
  kind: NoticeKind,
  to: readonly string[],
): Promise<void> {
  for (const subject of new Set(to))
    await tx.execute(sql`select notices.send(${subject}::uuid, ${kind}, 'CONSENT', ${about.id}::uuid, ${about.authority},
      coalesce((select jsonb_build_object('title', jsonb_object_agg(lower(t.language), t.title))
        from consents.template_text t
        where t.template = ${about.template} and t.version = ${about.templateVersion} having count(*) > 0), '{}'))`)
}
