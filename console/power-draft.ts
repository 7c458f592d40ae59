// What somebody has said so far of a power of attorney that they give, ask for or pass on: pure, read step by step.
import { beginningOf, dayAt, daysAfter, isDay } from './calendar.ts'
import { oneOf } from './parts.ts'

export const draftKinds = ['give', 'request', 'pass-on'] as const
export type DraftKind = (typeof draftKinds)[number]

export const stepNames = ['party', 'scope', 'own', 'time', 'check'] as const
export type Step = (typeof stepNames)[number]

export const actions = ['CONSENT', 'ACT'] as const
export type Action = 'READ' | (typeof actions)[number]

/** From when it can be used: at once, when the other side has said yes, or when Familieretshuset says so. */
export const modes = ['NOW', 'OFFER', 'FUTURE'] as const
export type Mode = (typeof modes)[number]

/** How many times one can be passed on at most. */
export const deepest = 3
const mostListed = 100
/** As many signs as the field for a number takes. */
export const longestNumber = 20

export interface Draft {
  readonly kind: DraftKind
  /** Of what is passed on: the id of the one that it is passed on from. */
  readonly from: string
  /** For whom it is made, as On-Behalf-Of says it; empty for oneself. */
  readonly header: string
  readonly party: {
    readonly kind: 'PERSON' | 'BUSINESS'
    readonly number: string
    readonly name: string
  } | null
  /** By which package; null when it names information and actions itself. */
  readonly package: string | null
  /** Somebody chose to name them. */
  readonly own: boolean
  readonly fields: readonly string[]
  readonly actions: readonly (typeof actions)[number][]
  readonly activities: readonly string[]
  /** The first day; empty for now. */
  readonly begin: string
  /** The last day, included. */
  readonly end: string
  readonly depth: number
  readonly mode: Mode
  /** Of the command that the last step sends: sent twice, it is one. */
  readonly commandId: string
}

export const newDraft = (kind: DraftKind, header: string, from = ''): Draft => ({
  ...{ kind, from, header, party: null, package: null, own: kind === 'pass-on' },
  ...{ fields: [], actions: [], activities: [], begin: '', end: '', depth: 0, mode: 'NOW', commandId: '' },
})

export type FaultCode =
  | 'partyKind'
  | 'cprForm'
  | 'cvrForm'
  | 'businessUnknown'
  | 'scopeMissing'
  | 'ownEmpty'
  | 'tooMany'
  | 'beginForm'
  | 'endMissing'
  | 'endPast'
  | 'reversed'

/** What is wrong, at which field of the form. */
export interface Fault {
  readonly at: string
  readonly code: FaultCode
}

/** The draft with what a step said, and what was wrong with that. */
export interface Taken {
  readonly draft: Draft
  readonly faults: readonly Fault[]
}

/** The steps of a draft, in order. */
export const stepsOf = ({ kind, own }: Pick<Draft, 'kind' | 'own'>): readonly Step[] =>
  stepNames.filter(step => (step === 'scope' ? kind !== 'pass-on' : step !== 'own' || own))

export const stepAfter = (draft: Draft, step: Step): Step => {
  const steps = stepsOf(draft)
  return steps[steps.indexOf(step) + 1] ?? 'check'
}

export function stepBefore(draft: Draft, step: Step): Step | null {
  const steps = stepsOf(draft)
  return steps[steps.indexOf(step) - 1] ?? null
}

const faultIf = (is: boolean, at: string, code: FaultCode): readonly Fault[] => (is ? [{ at, code }] : [])

function takeParty(draft: Draft, form: URLSearchParams): Taken {
  const kind = oneOf(['PERSON', 'BUSINESS'] as const, form.get('partyKind'))
  if (kind === null) return { draft, faults: [{ at: 'partyKind-PERSON', code: 'partyKind' }] }
  const written = form.get('number') ?? ''
  const number = written.replace(/[\s-]/g, '')
  const isNumber = (kind === 'PERSON' ? /^\d{10}$/ : /^\d{8}$/).test(number)
  return {
    // What is wrong is shown again as it was written.
    draft: {
      ...draft,
      party: { kind, number: isNumber ? number : written.slice(0, longestNumber), name: '' },
    },
    faults: faultIf(!isNumber, 'number', kind === 'PERSON' ? 'cprForm' : 'cvrForm'),
  }
}

function takeScope(draft: Draft, form: URLSearchParams): Taken {
  const [, id] = /^package:([a-z][a-z0-9-]{1,62})$/.exec(form.get('scope') ?? '') ?? []
  if (id) return { draft: { ...draft, package: id, own: false }, faults: [] }
  if (form.get('scope') === 'own') return { draft: { ...draft, package: null, own: true }, faults: [] }
  return { draft, faults: [{ at: 'scope-own', code: 'scopeMissing' }] }
}

/** `choices`: the coordinates behind what was ticked. */
const takeOwn =
  (coordinatesOf: (ticked: readonly string[]) => readonly string[]) =>
  (draft: Draft, form: URLSearchParams): Taken => {
    const fields = coordinatesOf(form.getAll('fields'))
    const chosen = actions.filter(action => form.getAll('actions').includes(action))
    const activities = [...new Set(form.getAll('activities'))].filter(id => /^[A-Z]{2,5}-\d{1,4}$/.test(id))
    return {
      draft: { ...draft, package: null, own: true, fields, actions: chosen, activities },
      faults: [
        ...faultIf(fields.length === 0 && chosen.length === 0, 'own', 'ownEmpty'),
        ...faultIf(fields.length > mostListed || activities.length > mostListed, 'own', 'tooMany'),
      ],
    }
  }

const takeTime =
  (now: Date) =>
  (draft: Draft, form: URLSearchParams): Taken => {
    const [begin, end] = [form.get('begin') ?? '', form.get('end') ?? '']
    const depth = Math.min(Math.max(Number.parseInt(form.get('depth') ?? '', 10) || 0, 0), deepest)
    const mode = draft.kind === 'give' ? (oneOf(modes, form.get('mode')) ?? 'NOW') : 'NOW'
    const known = isDay(end)
    const begun = begin === '' || isDay(begin)
    const faults = [
      ...faultIf(!begun, 'begin', 'beginForm'),
      ...faultIf(!known, 'end', 'endMissing'),
      ...faultIf(known && end < dayAt(now), 'end', 'endPast'),
      ...faultIf(known && begun && begin !== '' && end < begin, 'end', 'reversed'),
    ]
    return {
      // What is dormant is nobody's to pass on; while something is wrong, the form keeps what it said.
      draft: {
        ...{ ...draft, mode, begin: begun ? begin : '', end: known ? end : '' },
        depth: mode === 'FUTURE' && faults.length === 0 ? 0 : depth,
      },
      faults,
    }
  }

/** What a step's form says, taken into the draft. `coordinatesOf`: behind what was ticked. */
export function take(
  step: Exclude<Step, 'check'>,
  draft: Draft,
  form: URLSearchParams,
  { now, coordinatesOf }: { now: Date; coordinatesOf: (ticked: readonly string[]) => readonly string[] },
): Taken {
  const takers = { party: takeParty, scope: takeScope, own: takeOwn(coordinatesOf), time: takeTime(now) }
  return takers[step](draft, form)
}

/** The first step that has not been answered; `check` when all have. */
export function firstOpen(draft: Draft): Step {
  const open: Readonly<Record<Step, boolean>> = {
    party: draft.party === null,
    scope: draft.package === null && !draft.own,
    own: draft.own && draft.fields.length + draft.actions.length === 0,
    time: draft.end === '',
    check: true,
  }
  return stepsOf(draft).find(step => open[step]) ?? 'check'
}

/** Everything that its holder may do. */
export const actionsOf = ({
  fields,
  actions: chosen,
}: Pick<Draft, 'fields' | 'actions'>): readonly Action[] => [
  ...(fields.length > 0 ? (['READ'] as const) : []),
  ...chosen,
]

/** The command's input. `latest`: when that which is passed on ends, if it does. */
export function inputOf(draft: Draft, latest: string | null = null): Readonly<Record<string, unknown>> {
  const { kind, party, begin, end, depth, mode, commandId } = draft
  const side = kind === 'request' ? 'grantor' : 'holder'
  const until = beginningOf(daysAfter(end, 1))
  const scope = {
    ...{ fields: draft.fields, actions: actionsOf(draft), activities: draft.activities },
  }
  return {
    ...(kind === 'pass-on' && { id: draft.from }),
    ...{
      commandId,
      passOnDepth: depth,
      [`${side}${party?.kind === 'BUSINESS' ? 'Cvr' : 'Cpr'}`]: party?.number,
    },
    ...(draft.package === null ? scope : { package: draft.package }),
    ...(begin !== '' && { validFrom: beginningOf(begin) }),
    // Its last day is named, and it may end in the middle of it.
    validTo: latest !== null && latest < until && dayAt(new Date(latest)) === end ? latest : until,
    ...(kind === 'give' && { offer: mode === 'OFFER', future: mode === 'FUTURE' }),
  }
}
