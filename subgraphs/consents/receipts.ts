// Receipts of consents: what is read for one, its signature, and the keys by which anyone can check it.
import { desc, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { labelsOf } from '../../access/labels.ts'
import { isOneOf, listOf } from '../../database/columns.ts'
import { consentRecipient, namedActivity, namedAuthority } from '../published.ts'
import { readSchemas } from '../registry.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { stateAt } from './lifecycle.ts'
import { type Language, receiptDocument } from './receipt.ts'
import type { ReceiptSigner } from './receipt-key.ts'
import type { Consent, Store } from './store.ts'
import { receiptKey } from './tables.ts'

const given = sql.placeholder
const labels = labelsOf(readSchemas().values())

/** Prepares what receipts need that consents do not, for a pool. */
export function openReceipts(db: ReturnType<typeof drizzle>, signer: ReceiptSigner) {
  const recipients = db
    .select()
    .from(consentRecipient)
    .where(sql`${consentRecipient.consent} = ${given('consent')}::uuid`)
    .orderBy(consentRecipient.first, consentRecipient.processor)
    .prepare('consent_recipients')
  const names = db
    .select()
    .from(namedAuthority)
    .where(isOneOf(namedAuthority.cvr, given('ids')))
    .prepare('consent_named_authorities')
  const purpose = db
    .select()
    .from(namedActivity)
    .where(eq(namedActivity.activity, given('id')))
    .orderBy(desc(namedActivity.version))
    .limit(1)
    .prepare('consent_named_activity')
  let published: Promise<unknown> | undefined
  // Once in a process, before its first receipt: whoever holds one finds its key, also after the secret was changed.
  const publish = () => {
    published ??= db
      .insert(receiptKey)
      .values({ keyId: signer.keyId, publicKey: signer.publicKey })
      .onConflictDoNothing()
      .catch(error => {
        published = undefined
        throw error
      })
    return published
  }
  return {
    recipients: (consent: string) => recipients.execute({ consent }),
    async namesOf(cvrs: readonly string[]): Promise<ReadonlyMap<string, string>> {
      return new Map((await names.execute({ ids: listOf(cvrs) })).map(({ cvr, name }) => [cvr, name]))
    },
    purposeOf: async (id: string) => (await purpose.execute({ id }))[0] ?? null,
    /** A document with its signature. */
    async signed(document: string) {
      await publish()
      return { document, signature: signer.sign(document), keyId: signer.keyId }
    },
    /** The keys of all receipts so far, the newest first. */
    async receiptKeys() {
      await publish()
      return db.select().from(receiptKey).orderBy(desc(receiptKey.since))
    },
  }
}

/** The receipt of a consent that was given; null of any other. */
async function receiptOf(
  row: Consent,
  { language }: { language: Language },
  { store, access }: SubgraphContext<Store>,
) {
  const events = await store.events(row.id)
  const template = await store.template(row.template, row.templateVersion)
  const texts = await store.texts(row.template, row.templateVersion)
  const text = texts.find(one => one.language === language) ?? texts[0]
  if (!template || !text || !events.some(({ state }) => state === 'GRANTED')) return null
  const recipients = await store.recipients(row.id)
  const cvrs = recipients.flatMap(({ authority, processor }) => [authority ?? [], processor ?? []].flat())
  const activity = await store.purposeOf(row.activity)
  const document = receiptDocument({
    ...{ ...row, language, events, recipients, text, created: row.now },
    ...{ kind: template.kind, paragraph: template.paragraph },
    purpose: (language === 'DA' ? activity?.purposeDa : activity?.purposeEn) ?? null,
    fields: row.fields.map(coordinate => ({ coordinate, label: labelOf(coordinate, language) })),
    parameters: template.parameters.flatMap(({ place, da, en }) => {
      const values = row.parameters[place]
      return values ? [{ place, values, label: language === 'DA' ? da : (en ?? da) }] : []
    }),
    state: stateAt(row, row.now, await access.isDead(row.subjectId)),
    names: await store.namesOf([...new Set([row.authority, ...cvrs])]),
  })
  return store.signed(JSON.stringify(document, null, 2))
}

function labelOf(coordinate: string, language: Language): string {
  const label = labels.get(coordinate)
  return (language === 'DA' ? label?.da : label?.en) || label?.en || coordinate
}

export const receiptResolvers = {
  Query: {
    receiptKeys: (_: unknown, __: unknown, { store }: SubgraphContext<Store>) => store.receiptKeys(),
  },
  Consent: { receipt: receiptOf },
}
