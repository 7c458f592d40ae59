// The last step before a power of attorney is signed or asked for: all of it in plain words, and what follows.
import { beginningOf, daysAfter, lastDay } from '../calendar.ts'
import { informationNames } from '../grantable.ts'
import { apart, type Content, html } from '../html.ts'
import { list, terms } from '../parts.ts'
import { actionsOf, type Draft, stepsOf } from '../power-draft.ts'
import { day, type Texts } from '../texts.ts'
import type { Shown } from './power-steps.ts'

/** What the holder may do, in sentences; what may be seen is told beside it. */
const mayDo = (draft: Draft, { powers }: Texts): Content =>
  list(
    actionsOf(draft)
      .filter(action => action !== 'READ')
      .map(action => html`${powers.actions[action]}. ${powers.actionsAbout[action]}`),
  )

export function checkStep({ draft, facts, request }: Shown): Content {
  const { texts, session } = request
  const { powers } = texts
  const { language } = session
  const by = facts.packages.find(({ id }) => id === draft.package)
  const fields = by ? (by.fields ?? []) : draft.fields
  const activities = draft.activities.map(id => facts.activities.find(one => one.id === id)?.purpose ?? id)
  const end = beginningOf(daysAfter(draft.end, 1))
  return html`<p class="font-lead">${powers.checkAbout[draft.kind]}</p>
${terms([
  [powers.party[draft.kind].kind, partyWords(draft, texts)],
  [
    powers.packageName,
    by && html`<strong>${apart(by.title)}</strong> (${apart(by.authority?.name)}): ${apart(by.text)}`,
  ],
  [powers.see, list(informationNames(fields, language, powers))],
  [powers.alsoMay, mayDo(draft, texts)],
  [powers.onlyActivities, list(activities.map(apart))],
  [
    powers.beginWord,
    draft.begin === '' ? powers.modeBegins[draft.mode] : day(language, beginningOf(draft.begin)),
  ],
  [powers.endWord, lastDay(language, end)],
  [powers.depth, powers.depths(draft.depth)],
])}
<h2>${powers.consequences}</h2>${list(consequences(draft, facts.signingRule, texts))}
<div class="console-steps">${stepsOf(draft)
    .filter(step => step !== 'check')
    .map(
      step =>
        html`<button class="button button-unstyled" type="submit" name="to" value="${step}">${powers.change(powers.steps[step])}</button>`,
    )}</div>`
}

/** As they typed it: nothing else says whether it is the right one. */
function partyWords({ party }: Draft, { powers }: Texts): Content {
  if (!party) return null
  const { kind, number, name } = party
  if (kind === 'BUSINESS') return html`${apart(name)} (CVR ${number})`
  return html`${powers.partyKinds.PERSON}, ${powers.numbered(`${number.slice(0, 6)}-${number.slice(6)}`)}`
}

function consequences(draft: Draft, signingRule: string | null, { powers }: Texts): readonly Content[] {
  const { follows } = powers
  if (draft.kind === 'request') return [follows.asked, follows.askedHolds, follows.askedBack]
  const several = draft.header.startsWith('business:')
    ? [signingRule ? follows.signedTogether(signingRule) : follows.businessSigns]
    : draft.header !== ''
      ? [follows.custody]
      : []
  return [
    follows.begins[draft.mode],
    ...several,
    follows.seen,
    draft.kind === 'pass-on' ? follows.chain : draft.depth > 0 && follows.passedOn(draft.depth),
    follows.ends,
  ].filter(one => one !== false)
}
