// The form in which a processing activity is drafted: every part of it, each problem at its field.
import { randomUUID } from 'node:crypto'
import { dayAt, daysAfter } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { grantable } from '../../grantable.ts'
import { html } from '../../html.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { readActivity } from './activity.ts'
import {
  area,
  check,
  checks,
  type Entered,
  form,
  input,
  instantOf,
  linesOf,
  numberOf,
  select,
  textOf,
  wordsOf,
} from './fields.ts'
import type { ReadField, Version } from './version.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

const path = '/console/steward/activity/draft'

/** What most activities read: of the others the coordinates are written. */
const offered: readonly string[] = [...grantable('PERSON'), ...grantable('BUSINESS')].flatMap(({ choices }) =>
  choices.filter(({ name }) => name === null).map(({ id }) => id),
)
const isOffered = ({ coordinate }: ReadField): boolean => offered.includes(coordinate)
const named = (coordinate: string): string => `f:${coordinate}`

const texts = ['id', 'purposeDa', 'purposeEn', 'article6', 'article9', 'act', 'population'] as const
const more = ['protectionException', 'coverForDays', 'decidesFrom', 'validFrom', 'validTo'] as const
const lists = [
  'subjects',
  'systems',
  'otherSystems',
  'otherLaw',
  'otherConsent',
  'reach',
  'startedBy',
] as const
const names: readonly string[] = [...texts, ...more, ...lists, 'jointCustody', ...offered.map(named)]

/** A version as the form holds it: what is to be changed in the next one. */
function valuesOf(id: string, version: Version | null, own: readonly string[]): URLSearchParams {
  const values = new URLSearchParams({ id, command: randomUUID(), reach: 'LOOKUP', startedBy: 'APPLICATION' })
  if (!version) return values
  const [, article6 = '', article9 = ''] =
    /^GDPR Art\. ([^,]+)(?:, Art\. (.+))?$/.exec(version.legalBasis) ?? []
  const { purposeDa, purposeEn, act, reach, startedBy, population, protectionException } = version
  const { coverForDays, decidesFrom } = version
  const said = {
    purposeDa,
    purposeEn,
    act,
    reach,
    startedBy,
    population,
    protectionException,
    article6,
    article9,
  }
  for (const [name, value] of Object.entries({ ...said, coverForDays, decidesFrom }))
    values.set(name, String(value ?? ''))
  if (version.economic) values.set('economic', 'yes')
  if (version.jointCustody) values.set('jointCustody', 'yes')
  for (const kind of version.subjects) values.append('subjects', kind)
  for (const client of version.systems.filter(one => own.includes(one))) values.append('systems', client)
  values.set('otherSystems', version.systems.filter(one => !own.includes(one)).join('\n'))
  for (const { coordinate, ground } of version.fields.filter(isOffered)) values.set(named(coordinate), ground)
  const others = (ground: string) =>
    version.fields
      .filter(field => !isOffered(field) && field.ground === ground)
      .map(field => field.coordinate)
  values.set('otherLaw', others('LAW').join('\n'))
  values.set('otherConsent', others('CONSENT').join('\n'))
  return values
}

/** The form as the schema's DraftActivityInput has it. */
export function inputOf(form: URLSearchParams) {
  const fields = [
    ...offered.map(coordinate => ({ coordinate, ground: form.get(named(coordinate)) ?? '' })),
    ...linesOf(form.get('otherLaw')).map(coordinate => ({ coordinate, ground: 'LAW' })),
    ...linesOf(form.get('otherConsent')).map(coordinate => ({ coordinate, ground: 'CONSENT' })),
  ].filter(({ ground }) => ground === 'LAW' || ground === 'CONSENT')
  return {
    ...{ id: textOf(form, 'id') ?? '', commandId: form.get('command') ?? '', fields },
    ...{ purposeDa: wordsOf(form, 'purposeDa'), purposeEn: wordsOf(form, 'purposeEn') },
    ...{
      article6: textOf(form, 'article6') ?? '',
      article9: textOf(form, 'article9'),
      act: wordsOf(form, 'act'),
    },
    subjects: form.getAll('subjects').filter(kind => kind === 'PERSON' || kind === 'BUSINESS'),
    systems: [...form.getAll('systems'), ...linesOf(form.get('otherSystems'))],
    ...{ reach: form.get('reach') ?? '', startedBy: form.get('startedBy') ?? '' },
    ...{ population: textOf(form, 'population'), coverForDays: numberOf(form, 'coverForDays') },
    ...{ protectionException: textOf(form, 'protectionException'), economic: form.has('economic') },
    ...{ decidesFrom: numberOf(form, 'decidesFrom'), jointCustody: form.has('jointCustody') },
    ...{ validFrom: instantOf(form, 'validFrom'), validTo: instantOf(form, 'validTo', 1) },
  }
}

/** A problem with one of the fields stands where that field is chosen, or written. */
export function placed(problem: Problem, fields: readonly { coordinate: string; ground: string }[]): Problem {
  const index = /^input\.fields\.(\d+)/.exec(problem.path ?? '')?.[1]
  const field = index === undefined ? undefined : fields[Number(index)]
  if (!field) return problem
  const { coordinate, ground } = field
  const message = `${coordinate}: ${problem.message}`
  if (offered.includes(coordinate)) return { path: `input.${named(coordinate)}`, message }
  return { path: ground === 'LAW' ? 'input.otherLaw' : 'input.otherConsent', message }
}

interface System {
  readonly client: string
  readonly name: string | null
}

async function systemsOf({ ask }: Work): Promise<readonly System[]> {
  const { data } = await ask<{ myAuthority: { systems: readonly System[] | null } | null }>(
    '{ myAuthority { systems { client name } } }',
  )
  return data?.myAuthority?.systems ?? []
}

const fieldRows = (entered: Entered, { words, session }: Work) => {
  const grounds = [
    ['', words.notGiven],
    ['LAW', words.grounds.LAW],
    ['CONSENT', words.grounds.CONSENT],
  ] as const
  const types = [...new Set(offered.map(coordinate => coordinate.split('.')[0]!))]
  return types.map(type => {
    const of = offered.filter(coordinate => coordinate.startsWith(`${type}.`))
    const rows = of.map(coordinate =>
      select(named(coordinate), { label: fieldNames([coordinate], session.language)[0]! }, grounds, entered),
    )
    // What is chosen is in sight, and with it whatever is wrong with it.
    const isOpen = of.some(coordinate => entered.values.get(named(coordinate)))
    return html`<details${isOpen && html` open`}><summary>${words.fieldGroup(type)}</summary><div class="console-fields">${rows}</div></details>`
  })
}

function shown(work: Work, entered: Entered, systems: readonly System[]): ConsoleAnswer {
  const { words } = work
  const { parts } = words
  const options = <Name extends string>(of: Readonly<Record<Name, string>>) => Object.entries<string>(of)
  const fields = [
    input('id', { label: words.activityId, hint: words.idHint, required: true }, entered),
    area('purposeDa', { label: parts.purposeDa, required: true }, entered),
    area('purposeEn', { label: parts.purposeEn, required: true }, entered),
    input('article6', { label: words.article6, hint: words.article6Hint, required: true }, entered),
    input('article9', { label: words.article9, hint: words.article9Hint }, entered),
    input('act', { label: parts.act, required: true }, entered),
    checks('subjects', { label: parts.subjects }, options(words.subjects), entered),
    checks(
      'systems',
      { label: parts.systems },
      systems.map(({ client, name }) => [client, `${name} (${client})`] as const),
      entered,
    ),
    area('otherSystems', { label: words.otherSystems, hint: words.otherHint }, entered, 2),
    select('reach', { label: parts.reach }, options(words.reaches), entered),
    select('startedBy', { label: parts.startedBy }, options(words.starters), entered),
    html`<h2>${parts.fields}</h2><p>${words.fieldsHint}</p>`,
    fieldRows(entered, work),
    area('otherLaw', { label: words.otherLaw, hint: words.otherHint }, entered, 2),
    area('otherConsent', { label: words.otherConsent, hint: words.otherHint }, entered, 2),
    input('population', { label: parts.population, hint: words.populationHint }, entered),
    check('economic', parts.economic, entered),
    input('decidesFrom', { label: parts.decidesFrom, hint: words.decidesHint }, entered),
    check('jointCustody', parts.jointCustody, entered),
    input('coverForDays', { label: parts.coverForDays, hint: words.coverHint }, entered),
    input('protectionException', { label: parts.protectionException, hint: words.exceptionHint }, entered),
    input('validFrom', { label: words.fromDay, hint: words.fromHint }, entered, 'date'),
    input('validTo', { label: words.toDay }, entered, 'date'),
  ]
  return {
    title: words.newVersion,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: form(work, path, entered, names, { fields, submit: words.sendDraft }),
  }
}

export const draftPage = forSteward('activities', async work => {
  const systems = await systemsOf(work)
  const id = work.query.get('id') ?? ''
  const file = id === '' ? null : await readActivity(work, id)
  const values = valuesOf(
    id,
    file?.inForce ?? file?.drafts[0]?.version ?? null,
    systems.map(({ client }) => client),
  )
  const { inForce } = file ?? {}
  if (inForce?.validTo) values.set('validTo', daysAfter(dayAt(new Date(inForce.validTo)), -1))
  return shown(work, { values, problems: [] }, systems)
})

export const draftActivity = forSteward('activities', async work => {
  const { form: values } = work
  const draft = inputOf(values)
  const { problems } = await command(
    work,
    ['draftActivity', 'DraftActivityInput'],
    draft,
    'version { version }',
  )
  if (problems.length === 0)
    return { to: `/console/steward/activity?${new URLSearchParams({ id: draft.id })}` }
  const entered = { values, problems: problems.map(problem => placed(problem, draft.fields)) }
  return shown(work, entered, await systemsOf(work))
})
