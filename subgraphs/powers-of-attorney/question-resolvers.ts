// Whether somebody may act for another: a caseworker's system asks, and the answer is what a request of theirs would meet.
import type { FieldRule, MandateAction } from '../../access/classification.ts'
import type { MandateVerdict } from '../../access/mandates.ts'
import { readId } from '../../access/operation.ts'
import { help } from '../../access/refusals.ts'
import { endOfTime } from '../../database/instant.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { StewardStore } from './steward-store.ts'

interface Asked {
  readonly for: string
  readonly by: string
  readonly action: MandateAction
  readonly field?: string | null
  readonly activity?: string | null
}

const platform = classifyPlatform()
const answering = platform.get('MandateAnswer')!.fields.get('allowed')!

/** A field of an object; undefined for what the schema does not have. */
function fieldOf(coordinate: string): FieldRule | undefined {
  const [type = '', field = ''] = coordinate.split('.')
  const rule = platform.get(type)?.fields.get(field)
  return rule?.entry || rule?.command ? undefined : rule
}

async function mandates(_: unknown, asked: Asked, { access }: SubgraphContext<StewardStore>) {
  const [subject, by] = [readId(asked.for), readId(asked.by)]
  const { action, activity = null } = asked
  const field = asked.field == null || action !== 'READ' ? null : fieldOf(asked.field)
  const verdict = await access.askMandate(answering, { subject, by, action, field: field ?? null, activity })
  // What does not exist, no right covers.
  const unknown = field === undefined && verdict !== null && 'by' in verdict
  return { answer: { about: { id: subject }, ...told(unknown ? { code: 'MANDATE_SCOPE' } : verdict) } }
}

/** Null: nothing is told, and each field says why. */
function told(verdict: MandateVerdict | null): object {
  if (verdict === null) return {}
  if ('code' in verdict) {
    const words = help(verdict.code)
    const inWords = ({ language }: { language: 'DA' | 'EN' }) => words[language === 'DA' ? 'da' : 'en']
    return { allowed: false, right: null, until: null, code: verdict.code, help: inWords }
  }
  const { by, mandate, relies } = verdict
  const until = relies.until && relies.until < endOfTime ? relies.until : null
  return { allowed: true, right: mandate ? mandate.kind : by, until, code: null, help: null }
}

export const questionResolvers: Resolvers<StewardStore> = { Query: { mandates } }
