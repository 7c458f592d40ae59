// One business's signing rule: its text, who signs now, the reading that says so, and the form in which another is proposed.
import { randomUUID } from 'node:crypto'
import { apart, type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, problemPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { type Entered, form } from './fields.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import {
  businessSelection,
  decideAt,
  type Reading,
  readingCard,
  readingSelection,
  signingPage,
  signingPath,
} from './signing.ts'
import {
  enlarged,
  placed,
  saidIn,
  type Way,
  wayFields,
  wayNames,
  waySelection,
  waysInWords,
} from './signing-ways.ts'
import { type Subject, subjectName } from './whom.ts'
import { command, forSteward, messagesOf, type Problem, type Work } from './work.ts'

interface SigningRule {
  readonly business: Subject | null
  readonly text: string | null
  readonly status: string | null
  readonly state: keyof Work['words']['signing']['states'] | null
  readonly source: keyof Work['words']['signing']['sources'] | null
  readonly ways: readonly Way[] | null
  readonly reasonAt: number | null
  readonly reading: { readonly id: string; readonly state: string | null } | null
}

interface Told {
  readonly signingRule: SigningRule | null
  readonly signingReadingProposals: { readonly nodes: readonly Reading[] | null } | null
}

const question = `query ($cvr: CVR!) {
  signingRule(cvr: $cvr) {
    business ${businessSelection} text status state source ${waySelection} reasonAt reading { id state }
  }
  signingReadingProposals { nodes { ${readingSelection} } }
}`

/** The number behind the address; null when it is forgotten. */
function numberOf({ steward, id }: Work): string | null {
  const whom = steward.searched.get(id)
  return whom && 'cvr' in whom ? whom.cvr : null
}

async function shown(work: Work, cvr: string, back: SentBack | null): Promise<ConsoleAnswer> {
  const { words, texts, ask, id } = work
  const { data, errors } = await ask<Told>(question, { cvr })
  const rule = data?.signingRule
  const refusals = messagesOf(errors, work)
  if (!rule) {
    const why = refusals.length > 0 ? refusals : [words.signing.notRegistered]
    return problemPage(texts, why, signingPath)
  }
  const waiting = (data?.signingReadingProposals?.nodes ?? []).filter(
    ({ business }) => business?.id === rule.business?.id,
  )
  const page = {
    title: `${words.signing.text}: ${subjectName(rule.business, work)}`,
    body: html`${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
<blockquote><p>${rule.text === null ? words.signing.noText : marked(rule.text, rule.reasonAt)}</p></blockquote>
${terms([
  [words.signing.now, nowIn(rule, work)],
  [words.signing.readAs, list(waysInWords(rule.ways, work))],
  [words.signing.status, rule.status],
])}${ending(rule, work, back)}
${waiting.length > 0 && html`<h2>${words.signing.readings}</h2>${waiting.map(one => readingCard(one, work, { under: rule, rule: id, back }))}`}
${unlessWaiting(waiting.length > 0 && back?.form !== 'propose', words.signing.propose, proposing(work, heldIn(back, 'propose', new URLSearchParams({ command: randomUUID() }))))}
<p><a href="${signingPath}">${texts.back}</a></p>`,
  }
  return shownAgain(page, back, texts)
}

const proposing = (work: Work, entered: Entered): Content =>
  form(work, `${signingPath}/${work.id}`, entered, wayNames(entered.values), {
    fields: [html`<p>${work.words.signing.proposeAbout}</p>`, wayFields(entered, work)],
    ...{ submit: work.words.signing.send, id: 'propose' },
  })

/** While a reading waits, deciding on it comes first. */
const unlessWaiting = (waits: boolean, title: string, content: Content): Content =>
  waits ? html`<details><summary>${title}</summary>${content}</details>` : html`<h2>${title}</h2>${content}`

/** Where reading it ended, and all that follows. */
const marked = (text: string, at: number | null): Content =>
  at === null || at >= text.length
    ? apart(text)
    : html`<bdi>${text.slice(0, at)}<mark>${text.slice(at)}</mark></bdi>`

const nowIn = ({ state, source }: SigningRule, { words: { signing } }: Work): Content =>
  state && `${signing.states[state]}${source ? `, ${signing.sources[source]}` : ''}`

const ending = ({ reading }: SigningRule, work: Work, back: SentBack | null): Content =>
  reading &&
  html`<details id="decide-${reading.id}"${back?.form === `decide-${reading.id}` && html` open`}><summary>${work.words.signing.end}</summary><p>${work.words.signing.endAbout}</p>
<form method="post" action="${decideAt(reading.id, work, work.id)}">${formField(work.session.formToken)}
<button class="button button-secondary" type="submit" name="do" value="end">${work.words.signing.end}</button></form></details>`

const forgotten = { to: `${signingPath}?gone=1` }

export const signingRulePage = forSteward(
  'signing',
  async work => {
    const cvr = numberOf(work)
    return cvr === null ? forgotten : shown(work, cvr, null)
  },
  signingPath,
)

export const proposeReading = forSteward(
  'signing',
  async work => {
    const cvr = numberOf(work)
    if (cvr === null) return forgotten
    const again = (problems: readonly Problem[]) =>
      shown(work, cvr, sentBack(work, 'propose', problems, wayNames(work.form)))
    const larger = enlarged(work.form)
    if (larger) return shown(work, cvr, { ...sentBack(work, 'propose', []), values: larger })
    const said = saidIn(work.form, work)
    if (said.problems.length > 0) return again(said.problems)
    const input = { commandId: work.form.get('command') ?? '', cvr, ways: said.ways }
    const { done, problems } = await command(
      work,
      ['proposeSigningReading', 'ProposeSigningReadingInput'],
      input,
      'reading { id }',
    )
    return done ? { to: signingPath } : again(problems.map(one => placed(one, said)))
  },
  signingPath,
)

/** A reading is approved or ended from the list, or from its rule's own page. */
export const decideReading = forSteward(
  'signing',
  async work => {
    const { id, form: sent, query } = work
    const { problems } =
      sent.get('do') === 'approve'
        ? await command(
            work,
            ['approveSigningReading', 'ApproveSigningReadingInput'],
            { id, interest: sent.has('interest') },
            'reading { id }',
          )
        : await command(work, ['endSigningReading', 'EndSigningReadingInput'], { id }, 'reading { id }')
    if (problems.length === 0) return { to: signingPath }
    const back = sentBack(work, `decide-${id}`, problems)
    const ofRule = { ...work, id: query.get('rule') ?? '' }
    const cvr = numberOf(ofRule)
    return cvr === null ? signingPage(work, back) : shown(ofRule, cvr, back)
  },
  signingPath,
)
