// What a system may read under an activity, field by field: asked of the decision itself, about someone of whom nothing stands in the way.
import type { Classification, FieldRule, TypeRule } from './classification.ts'
import { type Asker, decide, protectedFrom } from './decide.ts'
import type { SubjectFacts } from './facts.ts'
import { noLife } from './life.ts'
import { noRights } from './rights.ts'
import { subjectKind } from './subject-kind.ts'

/** A field that a system may read; CONSENT: once the subject has given one. */
export interface Reachable {
  readonly rule: FieldRule
  readonly ground: 'OPEN' | 'PARTY' | 'LAW' | 'CONSENT'
  /** Null, without an error, for whoever has name and address protected. */
  readonly withheldWhenProtected: boolean
}

/** In order of coordinate. Root fields are ways in, and value types are decided with the field that holds them. */
export function reachable(asker: Asker, platform: Classification): readonly Reachable[] {
  return [...platform.values()]
    .filter(type => !type.value && type.name !== 'Query' && type.name !== 'Mutation')
    .flatMap(type => [...type.fields.values()].flatMap(rule => reach(asker, type, rule)))
    .sort((a, b) => (a.rule.coordinate < b.rule.coordinate ? -1 : 1))
}

function reach(asker: Asker, type: TypeRule, rule: FieldRule): readonly Reachable[] {
  const ground = groundOf(asker, type, rule)
  if (ground === null) return []
  const { activity } = asker.facts
  const withheld = rule.hiddenByProtection && activity !== null && protectedFrom(activity)
  return [{ rule, ground, withheldWhenProtected: withheld }]
}

function groundOf(asker: Asker, type: TypeRule, rule: FieldRule): Reachable['ground'] | null {
  const subject = unhindered(asker, type)
  const parties = partiesOf(asker, type)
  const decision = decide(asker, { rule, subject, parties })
  if (decision.outcome === 'REFUSE') return decision.code === 'CONSENT_MISSING' ? 'CONSENT' : null
  const { ground } = decision
  return ground === 'OWN' || ground === 'MANDATE' ? null : ground
}

/** In a record that names an authority as its party, the asking one. */
const partiesOf = ({ facts }: Asker, { subject }: TypeRule): readonly string[] =>
  facts.activity && subject?.parties.some(path => path.at(-1) === 'cvr') ? [facts.activity.authority] : []

/** A resident of the right municipality, alive, unprotected, of the type’s own kind or one that the activity covers, who gave no consent yet. */
function unhindered({ facts }: Asker, { name }: TypeRule): SubjectFacts {
  return {
    id: '',
    ids: [],
    kind: subjectKind(name) ?? facts.activity?.subjects[0] ?? null,
    revision: null,
    canonical: '',
    protected: false,
    everProtected: false,
    dead: false,
    municipality: facts.activity?.population ?? null,
    residence: null,
    consents: [],
    rights: noRights,
    ...noLife,
  }
}
