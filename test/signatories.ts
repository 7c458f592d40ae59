// Those who sign for the sample's businesses: asks of them, what they answer, and what an authority then may read.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Cases, decline, grant, inDays, kommune, request, withdraw } from './asked.ts'
import type { As } from './platform.ts'

export const kom17 = kommune('KOM-17')
/** A year that every business of these tests has a number of employees for. */
export const year = new Date().getFullYear() - 2
const texts = { grant, decline, withdraw } as const
export type Answer = keyof typeof texts

const one = `query Read($cvr: CVR!, $year: Int!) { business(cvr: $cvr) { employment(year: $year) { employees } } }`
const told = `query One($id: ID!) { consent(id: $id) { state missing(language: DA) confirmBy } }`

export function openSignatories(cases: Cases) {
  const { admin } = cases.database

  /** A person in the name of a business, as the header On-Behalf-Of has it. */
  async function signatory(person: string, business: string): Promise<As> {
    const represented = { kind: 'BUSINESS', id: await cases.businessId(business) } as const
    return { ...(await cases.citizen(person)), represented }
  }

  async function asked(business: string, input: Record<string, unknown> = {}): Promise<string> {
    const { data } = await cases.ask(kom17, request, {
      input: {
        ...{ id: randomUUID(), template: 'own-business', cvr: cases.cvr(business), validTo: inDays(60) },
        parameters: [{ name: 'year', values: [String(year)] }],
        ...input,
      },
    })
    expect(data.requestConsent.problems).toEqual([])
    return data.requestConsent.consent.id
  }

  /** The state, the codes of the problems, or of the refusal. */
  async function answer(
    id: string,
    business: string,
    person: string,
    what: Answer = 'grant',
    commandId: string = randomUUID(),
  ): Promise<string> {
    const input = { id, commandId }
    const { data, refused } = await cases.ask(await signatory(person, business), texts[what], { input })
    const [result] = Object.values(data ?? {}) as [
      { consent: { state: string } | null; problems: { code: string }[] } | null,
    ]
    if (!result) return refused.map(text => text.split(' ').at(-1)).join()
    return result.consent?.state ?? (refused.join() || result.problems.map(({ code }) => code).join())
  }

  /** `person what STATE` of each step in turn: `preben grant PARTLY_CONFIRMED`. */
  async function follow(id: string, business: string, steps: readonly string[]): Promise<readonly string[]> {
    const found: string[] = []
    for (const step of steps) {
      const [person, what] = step.split(' ') as [string, Answer]
      found.push(`${person} ${what} ${await answer(id, business, person, what)}`)
    }
    return found
  }

  /** The number of employees, or the code of the refusal. */
  async function read(business: string): Promise<string> {
    const { data, refused } = await cases.ask(kom17, one, { cvr: cases.cvr(business), year })
    const given = data?.business?.employment?.employees
    return given === undefined ? (refused[0]?.split(' ').at(-1) ?? 'nothing') : 'given'
  }

  async function tell(id: string, business: string, person: string) {
    const { data, refused } = await cases.ask(await signatory(person, business), told, { id })
    expect(refused).toEqual([])
    return data.consent as { state: string; missing: string | null; confirmBy: string | null }
  }

  /** The person's roles in the business end now. */
  async function leave(person: string, business: string): Promise<void> {
    const [who, where] = [await cases.idOf(person), await cases.businessId(business)]
    await admin.begin(async tx => {
      await tx`select access.raise_standing(array[${where}]::uuid[])`
      await tx`update businesses.participant_role r set effective_to = clock_timestamp()
        from businesses.participant p
        where p.id = r.participant_id and r.business_id = ${where} and p.person_id = ${who}
          and r.registered_to = 'infinity' and r.effective_to = 'infinity'`
    })
  }

  /** Another text of the signing rule from now on. */
  async function rule(business: string, text: string): Promise<void> {
    const where = await cases.businessId(business)
    await admin.begin(async tx => {
      await tx`select access.raise_standing(array[${where}]::uuid[])`
      await tx`update businesses.attribute set effective_to = clock_timestamp()
        where business_id = ${where} and type = 'TEGNINGSREGEL' and effective_to = 'infinity'`
      await tx`insert into businesses.attribute
          (business_id, slot, type, sequence, value, effective_from, row_status, source, content_hash)
        values (${where}, 'TEGNINGSREGEL', 'TEGNINGSREGEL', 1, ${text}, clock_timestamp(), 'CURRENT', 'test', ${text})`
    })
  }

  return { signatory, asked, answer, follow, read, tell, leave, rule }
}

export type Signatories = ReturnType<typeof openSignatories>
