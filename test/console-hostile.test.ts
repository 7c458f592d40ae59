// Words of others on every page of a citizen: markup stays words, what turns the line turns no other, nothing grows too wide.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number): string => new Date(today.getTime() + days * 86_400_000).toISOString()
const hostile = `</p><script>alert(1)</script><b>x</b>&amp;"'\u202e${'langtord'.repeat(8)}`
const longest = `${'æ'.repeat(300)}\u202e<img src=x onerror=alert(2)>`
const inKom17 = { 'Processing-Activity': 'KOM-17' }

/** What stewards, registers and other people write; what the rules of writing it stop is put there all the same. */
const written: Readonly<Record<string, readonly string[]>> = {
  'authorities.authority': ['name'],
  'authorities.activity_version': ['purpose_da', 'purpose_en', 'act'],
  'consents.template_text': ['title', 'request', 'consequence_of_no', 'consequence_of_withdrawal'],
  'powers_of_attorney.package': ['title_da', 'title_en', 'text_da', 'text_en'],
  'persons.name': ['first_names', 'last_name', 'addressing_name'],
  'persons.address_text': ['street', 'standard_address', 'locality', 'postal_district', 'care_of'],
  'persons.note': ['text'],
  'persons.municipal_condition': ['remark'],
  'businesses.name': ['name'],
  'businesses.participant_name': ['name'],
  'businesses.address': ['street', 'postal_district', 'care_of'],
  'businesses.industry': ['text'],
  'businesses.attribute': ['value'],
  'businesses.contact': ['value'],
  'cases.event': ['text'],
}

let stack: ConsoleStack
let ids: { readonly consent: string; readonly power: string; readonly record: string }

async function command(as: string, name: string, input: object, headers: Record<string, string> = {}) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const of = /Consent/.test(name) ? 'consent { id }' : /Power/.test(name) ? 'powerOfAttorney { id }' : ''
  const text = `mutation ($input: ${type}!) { led: ${name}(input: $input) { ${of} problems { code path } } }`
  const { data } = await stack.ask(as, text, { input }, headers)
  expect(data.led.problems).toEqual([])
  return data.led
}

beforeAll(async () => {
  stack = await openConsoleStack(today)
  const { admin } = stack
  const cpr = person('anna', today).number
  await stack.ask('kommune', 'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } } }', { cpr }, inKom17)
  const { data } = await stack.ask('anna', '{ me { id accessLog(first: 1) { nodes { id } } } }')
  const record = data.me.accessLog.nodes[0].id
  const asked = { template: 'housing-support', person: data.me.id, fields: ['Person.civilStatus'] }
  const validTo = inDays(30)
  const { consent } = await command('kommune', 'requestConsent', { id: 'h-1', validTo, ...asked }, inKom17)
  await command('anna', 'reportAccess', { record, text: 'x', commandId: 'h-2' })
  const packages =
    await admin`select id from powers_of_attorney.package where state = 'PUBLISHED' order by id limit 1`
  const given = { commandId: 'h-3', holderCpr: person('lars', today).number, validTo }
  const { powerOfAttorney } = await command('anna', 'givePowerOfAttorney', {
    ...given,
    package: packages[0]!.id,
  })
  await admin`insert into persons.note (person_id, row_status, note_number, text, source, content_hash)
    values (${data.me.id}, 'CURRENT', '01', 'x', 'test', 'hostile')`
  await admin.begin(async sql => {
    // What was published and approved is kept from change: not from this.
    await sql`set local session_replication_role = replica`
    for (const [table, columns] of Object.entries(written))
      for (const [place, column] of columns.entries()) {
        const words = /title/.test(column) ? hostile : place % 2 ? longest : hostile
        await sql`update ${sql(table)} set ${sql(column)} = ${words} where ${sql(column)} is not null`
      }
  })
  ids = { consent: consent.id, power: powerOfAttorney.id, record }
})
afterAll(() => stack?.close())

/** Of every page: what must not be there. */
async function found(page: Page) {
  return page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true
    // An option is a line of its own, and holds no elements.
    const alone = (element: Element) => element.tagName === 'BDI' || element.tagName === 'OPTION'
    const loose = [...document.querySelectorAll('body *')].filter(
      element =>
        !alone(element) &&
        [...element.childNodes].some(
          ({ nodeType, textContent }) => nodeType === 3 && /\u202e/.test(textContent ?? ''),
        ),
    )
    return {
      markup: document.querySelectorAll('body :is(script, img, b)').length,
      wide: document.documentElement.scrollWidth,
      loose: loose.map(({ outerHTML }) => outerHTML.slice(0, 60)),
    }
  })
}

async function open(as: RegExp) {
  const { page } = await stack.page({ viewport: { width: 375, height: 800 } })
  const dialogs: string[] = []
  page.on('dialog', dialog => dialogs.push(dialog.message()))
  await signIn(page, stack.base, as)
  return { page, dialogs }
}

const nothing = { markup: 0, wide: 375, loose: [] }

test('every page of a citizen', async () => {
  const { page, dialogs } = await open(/Anna Holm/)
  const { consent, power, record } = ids
  const seen: object[] = []
  const wanted: object[] = []
  for (const [path, shows] of [
    ['', true],
    ['/consents', true],
    [`/consents/${consent}`, true],
    ['/access-log', true],
    ['/access-log?register=CPR', true],
    ['/mandates', true],
    ['/mandates?side=GIVEN&source=VOLUNTARY', true],
    ['/powers', true],
    [`/powers/${power}`, true],
    ['/my-data', true],
    ['/notices', true],
    ['/cases', true],
    [`/cases/new?record=${record}`, false],
  ] as const) {
    await visit(page, `${stack.base}/console${path}`)
    const told = (await page.locator('main').innerText()).includes('\u202e')
    seen.push({ path, told, ...(await found(page)) })
    wanted.push({ path, told: shows, ...nothing })
  }
  expect(seen).toEqual(wanted)
  expect(dialogs).toEqual([])
  await page.context().close()
})

test('every page of somebody who acts for a business', async () => {
  const { page, dialogs } = await open(/Ida Juhl, citizen/)
  await visit(page, `${stack.base}/console/mandates?source=OWNER`)
  await page
    .getByRole('button', { name: /^Act for / })
    .first()
    .click()
  await page.waitForURL(`${stack.base}/console`)
  const paths = ['', '/my-data', '/consents', '/access-log', '/mandates', '/powers', '/cases']
  const seen: object[] = []
  for (const path of paths) {
    await visit(page, `${stack.base}/console${path}`)
    seen.push({ path, ...(await found(page)) })
  }
  expect(seen).toEqual(paths.map(path => ({ path, ...nothing })))
  expect(await page.locator('body').innerText()).toContain('\u202e')
  expect(dialogs).toEqual([])
  await page.context().close()
})

test('a list of more rows than a file holds: its last line says so', async () => {
  const { data } = await stack.ask('freja', '{ me { id } }')
  await stack.admin`insert into notices.notice (to_subject, kind, about_kind, about_id, parts)
    select ${data.me.id}, 'CASE_CLOSED', 'CASE', gen_random_uuid(), '{}' from generate_series(1, 5001)`
  const { page } = await open(/Freja/)
  const lines = async (language: string) => {
    await visit(page, `${stack.base}/console/notices?lang=${language}`)
    const answer = await page.request.get(`${stack.base}/console/notices/list.csv`)
    return (await answer.text()).split('\r\n')
  }
  const [danish, english] = [await lines('da'), await lines('en')]
  expect([danish.length, english.length]).toEqual([5_003, 5_003])
  expect([danish.at(-2), english.at(-2)]).toEqual([
    expect.stringContaining('Filen er ikke hel'),
    expect.stringContaining('The file is not whole'),
  ])
  await page.context().close()
})
