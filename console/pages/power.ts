// One power of attorney: both sides, what it covers, where it stands, who must still sign, and what one can do about it.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../calendar.ts'
import { options } from '../form-parts.ts'
import { informationNames } from '../grantable.ts'
import { apart, type Content, html, type Markup } from '../html.ts'
import { formField, type Page } from '../layout.ts'
import { type NameOf, namesOf, naming, type Party, party } from '../parties.ts'
import { list, terms } from '../parts.ts'
import { type Deed, deedsOf, type Side, type Standing, sideOf } from '../power-actions.ts'
import { type Refused, shownAgain } from '../refused.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day, graphLanguage, moment, type Texts } from '../texts.ts'
import type { Activity, PowerPackage } from './power-facts.ts'

interface Power extends Standing {
  readonly id: string
  readonly grantor: Party | null
  readonly holder: Party | null
  readonly passedOnBy: Party | null
  readonly endedBecause: keyof Texts['powers']['lapses'] | null
  readonly givenBy: keyof Texts['powers']['givers'] | null
  readonly answerBy: string | null
  readonly confirmBy: string | null
  readonly package: Pick<PowerPackage, 'title' | 'text' | 'authority'> | null
  readonly fields: readonly string[] | null
  readonly actions: readonly ('READ' | 'CONSENT' | 'ACT')[] | null
  readonly activities: readonly Activity[] | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly registration: { readonly dated: string | null; readonly document: string | null } | null
  readonly dormant: { readonly fields: readonly string[] | null } | null
}

const one = (about: string) => `query ($id: ID!, $language: Language!) {
  ${about}
  powerOfAttorney(id: $id) {
    id state kind askedBy endedBecause grantor ${party} holder ${party} passedOnBy ${party} passOnDepth givenBy
    answerBy confirmBy missing(language: $language)
    package { title(language: $language) text(language: $language) authority { name } }
    fields actions activities { id purpose(language: $language) controller { name } } validFrom validTo
    registration { dated document } dormant { fields }
  }
}`

/** The page, with the form that was refused, if one was. */
export async function powerShown(request: ConsoleRequest, refused: Refused | null): Promise<ConsoleAnswer> {
  const { session, texts, id, ask } = request
  const { data } = await ask<{ subject: { id: string } | null; powerOfAttorney: Power | null }>(
    one(aboutSubject(session, '')),
    { id, language: graphLanguage(session.language) },
  )
  const power = data?.powerOfAttorney
  if (!power) return shownAgain(missingPower(texts), refused, texts)
  const viewer = data.subject?.id ?? ''
  const side = sideOf(power, viewer)
  const name = naming(request, viewer, await knownNames(power, side, request))
  const page = {
    title: power.package?.title
      ? texts.powers.titleBy(power.package.title)
      : texts.powers.kinds[power.kind ?? 'VOLUNTARY'],
    body: html`<p class="font-lead">${power.state && texts.powers.statesAbout[power.state]}</p>
${about(power, name, request)}
${deeds(power, side, request, refused)}
<p class="console-print-not"><a href="/console/powers">${texts.powers.toList}</a></p>`,
  }
  return shownAgain(page, refused, texts)
}

export const powerPage: Handler = request => powerShown(request, null)

/** Those who sign for a business are told in person, and answer in its name. */
const missingPower = (texts: Texts): Page => ({
  ...{ title: texts.missingTitle, status: 404 },
  body: html`<p>${texts.missing}</p><p>${texts.powers.perhapsForAnother}</p>
<p><a href="/console/mandates">${texts.mandates}</a></p>`,
})

/** The grantor's name, to a holder who may see it by this very power of attorney. */
async function knownNames(power: Power, side: Side | null, request: ConsoleRequest) {
  const { grantor, state, fields } = power
  const may = side === 'HOLDER' && state === 'ACTIVE' && fields?.includes('Person.name')
  const asked = may && grantor?.__typename === 'Person' && request.session.actingFor === null
  return asked ? namesOf([grantor], request) : new Map<string, string>()
}

function about(power: Power, name: NameOf, { texts, session: { language } }: ConsoleRequest): Markup {
  const { powers } = texts
  const { state, grantor, passedOnBy, holder, registration } = power
  const waits = state === 'OFFERED'
  return terms([
    [texts.state, state && html`<span class="console-state">${powers.states[state]}</span>`],
    [powers.endedBecause, power.endedBecause && powers.lapses[power.endedBecause]],
    [texts.stillMissing, power.missing],
    [powers.signBy, power.missing && moment(language, power.confirmBy)],
    [texts.answerBy, waits && moment(language, power.answerBy)],
    [powers.grantor, apart(name(grantor))],
    [powers.passedOnBy, passedOnBy && apart(name(passedOnBy))],
    [powers.holder, apart(name(holder))],
    [powers.chain, passedOnBy && apart([grantor, passedOnBy, holder].map(name).join(' → '))],
    [powers.givenBy, power.givenBy && powers.givers[power.givenBy]],
    ...scope(power, texts, language),
    [powers.beginWord, day(language, power.validFrom)],
    [powers.endWord, lastDay(language, power.validTo)],
    [powers.depth, power.kind === 'VOLUNTARY' && powers.depths(power.passOnDepth ?? 0)],
    [
      powers.registered,
      registration && html`${day(language, registration.dated)} ${apart(registration.document)}`,
    ],
  ])
}

function scope(
  power: Power,
  { powers }: Texts,
  language: 'da' | 'en',
): readonly (readonly [string, Content])[] {
  const by = power.package
  const see = (fields: readonly string[] | null | undefined) =>
    list(informationNames(fields ?? [], language, powers))
  const asleep = power.dormant?.fields ?? []
  const also = (power.actions ?? []).filter(action => action !== 'READ')
  const only = (power.activities ?? []).map(
    ({ id, purpose, controller }) => html`${apart(purpose ?? id)} (${apart(controller?.name ?? id)})`,
  )
  return [
    [powers.packageName, by && html`${apart(by.title)} (${apart(by.authority?.name)}): ${apart(by.text)}`],
    [powers.see, see(power.fields?.filter(field => !asleep.includes(field)))],
    [powers.dormant, see(asleep)],
    [
      powers.alsoMay,
      list(also.map(action => html`${powers.actions[action]}. ${powers.actionsAbout[action]}`)),
    ],
    [powers.onlyActivities, list(only)],
  ]
}

/** Each thing that can be done, with what follows from it before its button; a yes and a no are two equal buttons. */
function deeds(
  power: Power,
  side: Side | null,
  { texts, session }: ConsoleRequest,
  refused: Refused | null,
): Content {
  const { powers } = texts
  const able = deedsOf(side, power)
  if (able.length === 0) return null
  const words = powers.deeds[side === 'HOLDER' ? 'HOLDER' : 'GIVER']
  const offered = power.state === 'OFFERED' || power.state === 'PARTLY_CONFIRMED'
  const own = power.state === 'OFFERED' && able.length === 1
  const told = (deed: Deed) => {
    if (own) return powers.takeBack[side === 'HOLDER' ? 'HOLDER' : 'GIVER']
    return offered ? (words[deed].whileOffered ?? words[deed]) : words[deed]
  }
  const command = html`${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}">`
  const form = (content: Content, id: string, look = '') =>
    html`<form id="${id}" method="post" action="/console/powers/${power.id}/answer"${look && html` class="${look}"`}>${command}${content}</form>`
  const press = (deed: Deed) =>
    html`<button class="button button-secondary" type="submit" name="answer" value="${deed}">${told(deed).label}</button>`
  const consequence = (deed: Deed) => html`<p>${told(deed).follows}</p>`
  // An offer is answered on one line.
  if (offered)
    return html`<h2>${powers.whatNow}</h2>${able.map(consequence)}${form(able.map(press), 'answer', 'console-two')}`
  const section = (deed: Deed) =>
    html`<section class="console-card console-print-not"><h3>${told(deed).label}</h3>${consequence(deed)}${
      deed === 'pass-on'
        ? html`<p><a class="button button-secondary" href="/console/powers/${power.id}/pass-on">${told(deed).label}</a></p>`
        : form(html`${deed === 'limit' && lower(power.passOnDepth ?? 0, texts, refused)}${press(deed)}`, deed)
    }</section>`
  return html`<h2>${powers.whatNow}</h2>${able.map(section)}`
}

const lower = (depth: number, { powers }: Texts, refused: Refused | null): Markup =>
  options(
    'radio',
    { id: 'depth', label: powers.depth, wrong: refused?.wrong ?? [] },
    Array.from({ length: depth }, (_, fewer) => ({ value: String(fewer), label: powers.depths(fewer) })),
    [refused?.values.get('depth') ?? '0'],
  )
