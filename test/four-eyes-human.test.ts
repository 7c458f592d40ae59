// Four eyes in substance: one human with two accounts is one pair of eyes, and who signs is approved by nobody who does.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { own } from './access-log-asked.ts'
import {
  approve as approveActivity,
  draft,
  draftOf,
  kommuneSteward as ofActivities,
} from './activity-drafts.ts'
import { type Cases, openCases } from './asked.ts'
import { codes, reported } from './cases-asked.ts'
import {
  approveProposal,
  draftTemplate,
  kommuneSteward as ofConsents,
  publishTemplate,
  register as registerConsent,
  registrationOf,
  templateOf,
} from './consent-stewards.ts'
import type { As } from './platform.ts'
import {
  approvePower,
  draftPackage,
  letterOf,
  operatorSteward,
  packageOf,
  packageSteward,
  publishPackage,
  registerLetter,
} from './power-stewards.ts'
import { approveSupplier, endAll, mandateOf, register as registerSupplier } from './suppliers.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  await endAll(cases)
})
afterAll(() => cases?.close())

const proposeReading = `mutation P($input: ProposeSigningReadingInput!) {
  proposeSigningReading(input: $input) { reading { id } problems { code } } }`
const approveReading = `mutation A($input: ApproveSigningReadingInput!) {
  approveSigningReading(input: $input) { reading { id } problems { code } } }`
const readingOf = (parts: object[] = [{ group: 'CHAIR', count: 1 }]) => ({
  ...{ commandId: randomUUID(), cvr: cases.cvr('limfjord'), ways: [{ parts }] },
})

interface Noun {
  readonly id?: string
  readonly version?: number
}

/** What one command made, and the codes of its problems; `person`: who the officer is, by key. */
async function command(as: As, person: string | null, text: string, input: object) {
  const officerPerson = person === null ? {} : { officerPerson: await cases.idOf(person) }
  const caller = { ...as.caller, ...officerPerson } as As['caller']
  const { data, refused } = await cases.ask({ ...as, caller }, text, { input })
  expect(refused).toEqual([])
  const [{ problems, ...made }] = Object.values(data) as [
    { problems: { code: string }[] } & Record<string, Noun>,
  ]
  const [noun] = Object.values(made)
    .filter(one => one !== null)
    .slice(-1)
  return { noun, codes: problems.map(({ code }) => code).join() }
}

const noInterest = ({ id }: Noun) => ({ id, interest: false })
const newVersion = ({ id, version }: Noun) => ({ id, version, commandId: randomUUID() })

const all = [
  {
    ...{ what: 'an activity', steward: ofActivities, propose: draft, approve: approveActivity },
    input: () => draftOf({ id: 'KOM-61' }),
    second: ({ version }: Noun) => ({ id: 'KOM-61', version, commandId: randomUUID() }),
  },
  {
    ...{ what: 'a supplier', steward: ofActivities, propose: registerSupplier, approve: approveSupplier },
    ...{ input: () => mandateOf(cases), second: ({ id }: Noun) => ({ id, commandId: randomUUID() }) },
  },
  {
    ...{ what: 'a template', steward: ofConsents, propose: draftTemplate, approve: publishTemplate },
    ...{ input: () => templateOf(), second: newVersion },
  },
  {
    ...{
      what: 'a consent on paper',
      steward: ofConsents,
      propose: registerConsent,
      approve: approveProposal,
    },
    ...{ input: () => registrationOf(cases, { interest: true }), second: noInterest },
  },
  {
    ...{ what: 'a package', steward: packageSteward, propose: draftPackage, approve: publishPackage },
    ...{ input: () => packageOf(), second: newVersion },
  },
  {
    ...{ what: 'a letter', steward: operatorSteward, propose: registerLetter, approve: approvePower },
    ...{ input: () => letterOf(cases, { interest: true }), second: noInterest },
  },
  {
    ...{ what: 'a reading', steward: operatorSteward, propose: proposeReading, approve: approveReading },
    ...{ input: () => readingOf(), second: noInterest },
  },
]

test.each(all)('$what: two accounts of one human are one pair of eyes', async ({ steward, ...each }) => {
  const proposed = await command(steward(1), 'karen', each.propose, each.input())
  expect(proposed.codes).toBe('')
  const second = () => each.second(proposed.noun!)
  const byThemselves = await command(steward(2), 'karen', each.approve, second())
  expect(byThemselves.codes).toBe('FOUR_EYES_NEEDED')
  expect((await command(steward(2), 'ole', each.approve, second())).codes).toBe('')
})

test.each`
  who                             | person      | parts                                  | codes
  ${'is named in it'}             | ${'sofie'}  | ${() => [{ cpr: cases.cpr('sofie') }]} | ${'OFFICER_SIGNS'}
  ${'has a role in the business'} | ${'martin'} | ${() => undefined}                     | ${'OFFICER_SIGNS'}
  ${'has nothing to do with it'}  | ${'sofie'}  | ${() => undefined}                     | ${''}
  ${'does not tell who they are'} | ${null}     | ${() => [{ cpr: cases.cpr('sofie') }]} | ${''}
`('a reading by whoever $who: $codes', async ({ person, parts, codes }) => {
  const { noun } = await command(operatorSteward(1), null, proposeReading, readingOf(parts()))
  expect((await command(operatorSteward(2), person, approveReading, noInterest(noun!))).codes).toBe(codes)
})

test('a case about an access is never answered by another account of whoever made it', async () => {
  const by = async (officer: string, key: string, client = 'kommune-forvalter', activity = 'ADM-3') => {
    const officerPerson = await cases.idOf(key)
    return { caller: { kind: 'SYSTEM', client, officer, officerPerson }, activity } as const
  }
  const look = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'
  const looking = await by('kommune-sagsbehandler', 'ole', 'kommune-sagssystem', 'KOM-17')
  await cases.ask(looking, look, { cpr: cases.cpr('karen') })
  const { page } = await own(cases, 'karen', 'first: 1')
  const karen = await cases.citizen('karen')
  const { id } = (await reported(cases, karen, { record: page.nodes[0].id })).data.reportAccess.case
  const text = `mutation A($input: AnswerCaseInput!) { answerCase(input: $input) { problems { code } } }`
  const answerBy = async (officer: string, key: string) => {
    const input = { id, text: 'Fint.', commandId: randomUUID() }
    return codes((await cases.ask(await by(officer, key), text, { input })).data.answerCase)
  }
  expect(await answerBy('kommune-steward-2', 'ole')).toEqual(['CASE_OWN'])
  expect(await answerBy('kommune-steward-1', 'henrik')).toEqual([])
})
