// Powers of attorney in the browser, against the real gateway and without scripts: given, asked for, signed by two, ended.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, press as pressOn, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const numberOf = (key: string): string => person(key, today).number
const inDays = (days: number): string =>
  new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
})
afterAll(() => stack?.close())

/** A page of somebody's own, signed in; `addresses` fills with every address that it goes to. */
async function open(name: RegExp, locale = 'en-GB') {
  const { page, complaints } = await stack.page({ javaScriptEnabled: false, locale })
  const addresses: string[] = []
  page.on('request', request => addresses.push(request.url()))
  await signIn(page, stack.base, name)
  // A machine that is busy with other tests may turn a request away; it is sent again.
  return { page, complaints: () => complaints.filter(text => !/\b503\b/.test(text)), addresses }
}

const main = (page: Page): Promise<string> => page.locator('main').innerText()
const press = (page: Page, name: RegExp | string) =>
  pressOn(page, page.locator('main').getByRole('button', { name, exact: true }))
const follow = (page: Page, name: RegExp | string) => pressOn(page, page.getByRole('link', { name }).first())

interface Wanted {
  readonly kind?: 'A person' | 'A business'
  readonly number: string
  /** A package's title, or the labels of the fields. */
  readonly by: string | readonly string[]
  readonly end?: string
  readonly mode?: RegExp
  readonly depth?: RegExp
}

/** From the first step to the check, as a person would. */
async function fill(page: Page, address: string, wanted: Wanted): Promise<void> {
  await visit(page, `${stack.base}${address}`)
  await page.getByLabel(wanted.kind ?? 'A person').check()
  await page.getByLabel(/Personal number or CVR/).fill(wanted.number)
  await press(page, 'Next')
  if (address.endsWith('pass-on')) {
    for (const label of wanted.by) await page.getByLabel(label, { exact: true }).check()
  } else if (typeof wanted.by === 'string') {
    await page.getByLabel(wanted.by, { exact: true }).check()
  } else {
    await page.getByLabel(/I choose myself/).check()
    await press(page, 'Next')
    for (const label of wanted.by) await page.getByLabel(label, { exact: true }).check()
  }
  await press(page, 'Next')
  await page.getByLabel('Holds until and including').fill(wanted.end ?? inDays(30))
  if (wanted.depth) await page.getByLabel(wanted.depth).check()
  if (wanted.mode) await page.getByLabel(wanted.mode).check()
  await press(page, 'Next')
  await page.getByRole('heading', { name: 'What follows' }).waitFor()
}

const idIn = (page: Page): string => /powers\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? ''
const stateOf = (page: Page): Promise<string> => page.locator('.console-state').first().innerText()

const nameOfErik = async (who: string): Promise<string> => {
  const { data: me } = await stack.ask('erik', '{ me { id } }')
  const { data, errors } = await stack.ask(
    who,
    'query ($id: ID!) { personById(id: $id) { name { full } } }',
    { id: me.me.id },
    { 'On-Behalf-Of': `person:${me.me.id}` },
  )
  return data.personById?.name?.full ?? errors?.[0]?.extensions.code ?? ''
}

test('given step by step, used, revoked with one press; no number in any address', async () => {
  const erik = await open(/Erik Dahl/)
  await fill(erik.page, '/console/powers/give', { number: numberOf('freja'), by: ['name', 'address'] })
  const check = await main(erik.page)
  for (const words of [
    'name',
    'address',
    'You can always revoke it with one press.',
    numberOf('freja').slice(6),
  ])
    expect(check).toContain(words)
  await press(erik.page, 'Sign and give the power of attorney')
  expect(await stateOf(erik.page)).toBe('In force')
  expect(await main(erik.page)).not.toContain(numberOf('freja').slice(6))
  expect(await nameOfErik('freja')).toContain('Erik')

  const freja = await open(/Freja Dahl/)
  await visit(freja.page, `${stack.base}/console/notices`)
  await follow(freja.page, 'See the power of attorney')
  expect(await main(freja.page)).toMatch(/Who gives it\s+Erik/)
  await visit(freja.page, `${stack.base}/console/mandates`)
  expect(await main(freja.page)).toContain('You renounce it with one press on its own page.')

  await press(erik.page, 'Revoke the power of attorney')
  expect(await stateOf(erik.page)).toBe('Revoked')
  expect(await nameOfErik('freja')).toBe('MANDATE_EXPIRED')
  const numbers = [...erik.addresses, ...freja.addresses].filter(address => /\d{10}|eyJ/.test(address))
  expect([...numbers, ...erik.complaints(), ...freja.complaints()]).toEqual([])
})

test('asked for, accepted by two equal buttons, renounced; by a package', async () => {
  const freja = await open(/Freja Dahl/)
  await fill(freja.page, '/console/powers/request', { number: numberOf('erik'), by: 'Tax' })
  await press(freja.page, 'Send the request')
  expect(await stateOf(freja.page)).toBe('Waits for an answer')
  const id = idIn(freja.page)
  await freja.page.getByRole('button', { name: 'Take the request back' }).waitFor()

  const erik = await open(/Erik Dahl/)
  await visit(erik.page, `${stack.base}/console/powers?state=waiting&side=GIVEN`)
  await follow(erik.page, /^Tax: from Erik Dahl/)
  expect(idIn(erik.page)).toBe(id)
  const [yes, no] = [/^Yes/, /^No/].map(name => erik.page.getByRole('button', { name }))
  expect(await yes!.getAttribute('class')).toBe(await no!.getAttribute('class'))
  await pressOn(erik.page, yes!)
  expect(await stateOf(erik.page)).toBe('In force')
  await visit(freja.page, `${stack.base}/console/powers/${id}`)
  await press(freja.page, 'Renounce the power of attorney')
  expect(await stateOf(freja.page)).toBe('Renounced')
  expect([...freja.complaints(), ...erik.complaints()]).toEqual([])
})

test('offered: it holds when its holder has said yes; then it is passed on, and ends with the first', async () => {
  const erik = await open(/Erik Dahl/)
  const wanted = {
    number: numberOf('freja'),
    by: ['name'],
    mode: /When the other has said yes/,
    depth: /Yes, once/,
  }
  await fill(erik.page, '/console/powers/give', wanted)
  await press(erik.page, /Sign and give/)
  const id = idIn(erik.page)
  expect(await nameOfErik('freja')).toMatch(/^MANDATE_/)
  const freja = await open(/Freja Dahl/)
  await visit(freja.page, `${stack.base}/console/powers/${id}`)
  await press(freja.page, /^Yes, I accept/)
  expect(await nameOfErik('freja')).toContain('Erik')
  await follow(freja.page, 'Pass it on')
  await fill(freja.page, `/console/powers/${id}/pass-on`, { number: numberOf('sofie'), by: ['name'] })
  await press(freja.page, 'Sign and pass it on')
  expect(await stateOf(freja.page)).toBe('In force')
  expect(await nameOfErik('sofie')).toContain('Erik')
  await visit(erik.page, `${stack.base}/console/powers/${id}`)
  await erik.page.getByLabel('No', { exact: true }).check()
  await press(erik.page, 'Limit how many times it may be passed on')
  expect(await nameOfErik('sofie')).toBe('MANDATE_DEPTH')
  expect(await erik.page.getByRole('button', { name: /^Limit/ }).count()).toBe(0)
  await press(erik.page, 'Revoke the power of attorney')
  expect(await nameOfErik('sofie')).toMatch(/^MANDATE_/)
  await visit(freja.page, freja.page.url())
  expect(await main(freja.page)).toContain('The one that it was passed on from has ended.')
})

test('two sign for a business: the chair gives, the page says who is missing, a member of the board signs', async () => {
  const actForVestkyst = async (page: Page) => {
    await visit(page, `${stack.base}/console/mandates`)
    await press(page, /Act for Vestkyst/)
    await page.getByText(/You are acting for Vestkyst/).waitFor()
  }
  const preben = await open(/Preben Storm, chair of Vestkyst A\/S: signs/)
  await actForVestkyst(preben.page)
  const wanted = { number: numberOf('anders'), by: ['number of employees in one year'] }
  await fill(preben.page, '/console/powers/give', wanted)
  expect(await main(preben.page)).toContain('Who signs for the business:')
  await press(preben.page, /Sign and give/)
  expect(await stateOf(preben.page)).toBe('Waits for more signatures')
  expect(await main(preben.page)).toContain('Missing: a member of the board.')
  const id = idIn(preben.page)
  await press(preben.page, 'Sign')
  expect(await main(preben.page)).toContain('perhaps you have signed already')

  const lone = await open(/Lone Storm/)
  await visit(lone.page, `${stack.base}/console/powers/${id}`)
  expect(await main(lone.page)).toContain('first choose for whom you are acting')
  await actForVestkyst(lone.page)
  await visit(lone.page, `${stack.base}/console/powers?state=waiting`)
  await follow(lone.page, /from Vestkyst A\/S/)
  await press(lone.page, 'Sign')
  expect(await stateOf(lone.page)).toBe('In force')
  expect(await main(lone.page)).not.toContain('Missing')
  expect([...preben.complaints(), ...lone.complaints()].filter(text => !/\b(404|409)\b/.test(text))).toEqual(
    [],
  )
})

test('a future power of attorney is dormant, and its giver alone knows of it', async () => {
  const erik = await open(/Erik Dahl/)
  const wanted = {
    number: numberOf('freja'),
    by: ['name', 'address'],
    mode: /Only when I can no longer act/,
  }
  await fill(erik.page, '/console/powers/give', wanted)
  expect(await main(erik.page)).toContain('Nobody can use it until Familieretshuset activates it.')
  await press(erik.page, /Sign and give/)
  expect(await stateOf(erik.page)).toBe('Dormant')
  expect((await main(erik.page)).match(/address/g)).toHaveLength(1)
  const address = erik.page.url()
  const freja = await open(/Freja Dahl/)
  await visit(freja.page, address)
  expect(await main(freja.page)).toContain('The address leads to nothing, or to what is not yours.')
  await press(erik.page, 'Revoke the power of attorney')
  expect(await stateOf(erik.page)).toBe('Revoked')
})

test('pressed twice it is one; changed or taken to another session it is none', async () => {
  const { page } = await open(/Jens Bak/)
  await fill(page, '/console/powers/give', { number: numberOf('sofie'), by: ['name'] })
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'engang-console')
  const fields = await page
    .locator('main form input[type=hidden]')
    .evaluateAll(inputs =>
      (inputs as unknown as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
    )
  const send = async (changes: Record<string, string> = {}, of = cookie!.value) => {
    const body = new URLSearchParams({ ...Object.fromEntries(fields), to: 'next', ...changes })
    const headers = { cookie: `engang-console=${of}` }
    const answer = await fetch(`${stack.base}/console/powers/give`, {
      ...{ method: 'POST', redirect: 'manual', body, headers },
    })
    return answer.headers.get('location') ?? String(answer.status)
  }
  const [first, second] = [await send(), await send()]
  expect(first).toMatch(/^\/console\/powers\/[0-9a-f-]{36}$/)
  expect(second).toBe(first)
  const { draft } = Object.fromEntries(fields)
  expect(await send({ draft: `${draft.slice(0, -4)}AAAA` })).toBe('422')
  expect(await send({ draft: '' })).toBe('422')
  expect(await send({ form: 'x' })).toBe('403')
  const anna = await open(/Anna Holm, citizen/)
  const [other] = (await anna.page.context().cookies()).filter(({ name }) => name === 'engang-console')
  expect(await send({}, other!.value)).toBe('403')
  await visit(anna.page, `${stack.base}/console/powers/give`)
  const form = await anna.page.locator('main input[name=form]').getAttribute('value')
  expect(await send({ form: form! }, other!.value)).toBe('422')
})

test.each`
  what                       | kind            | number        | said
  ${'a number too short'}    | ${'A person'}   | ${'12345'}    | ${'Write the personal number with ten digits.'}
  ${'no such business'}      | ${'A business'} | ${'99999999'} | ${'There is no business with that CVR number.'}
  ${'a business by letters'} | ${'A business'} | ${'<b>x</b>'} | ${'Write the CVR number with eight digits.'}
`('$what is told at its field', async ({ kind, number, said }) => {
  const { page } = await open(/Jens Bak/)
  await visit(page, `${stack.base}/console/powers/give`)
  await page.getByLabel(kind).check()
  await page.getByLabel(/Personal number or CVR/).fill(number)
  await press(page, 'Next')
  await page.getByRole('alert').getByRole('link', { name: said }).waitFor()
  const field = page.getByLabel(/Personal number or CVR/)
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(page.url()).toBe(`${stack.base}/console/powers/give`)
})

test('to oneself is refused on the page that is signed, in plain words', async () => {
  const { page } = await open(/Jens Bak/)
  await fill(page, '/console/powers/give', { number: numberOf('jens'), by: ['name'] })
  await press(page, /Sign and give/)
  expect(await page.getByRole('alert').innerText()).toContain(
    'One cannot give a power of attorney to oneself.',
  )
})
