// Words looked for in a list: found in what its file says, kept out of the address, and told apart from an empty list.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { seal } from '../console/seal.ts'
import type { Session } from '../console/session.ts'
import { lookFor, matching, pageOf, says } from '../console/word-search.ts'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, leading, openConsoleStack, signIn, visit } from './console-stack.ts'
import { main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const session = { token: 'token of the session' } as Session
const about = (words: string, more: Record<string, string> = {}) => ({
  ...{ session, query: new URLSearchParams({ words: seal(words, session.token), ...more }) },
})

describe('what is found', () => {
  test.each`
    written              | cells                            | found
    ${'strandby'}        | ${['Strandby Kommune', null]}    | ${true}
    ${'KOMMUNE strand'}  | ${['Strandby Kommune', null]}    | ${true}
    ${'strandby given'}  | ${['Strandby Kommune', 'Given']} | ${true}
    ${'strandby banken'} | ${['Strandby Kommune', 'Given']} | ${false}
    ${'ÆRØ'}             | ${['ærøskøbing']}                | ${true}
    ${'2026'}            | ${[undefined, 2026]}             | ${true}
    ${'.*'}              | ${['anything']}                  | ${false}
    ${'null'}            | ${[null, undefined]}             | ${false}
    ${'ångström'}        | ${['A\u030angstro\u0308m']}      | ${true}
  `('$written in $cells: $found', ({ written, cells, found }) => {
    expect(says(cells, written)).toBe(found)
  })

  const list = Array.from({ length: 250 }, (_, at) => `row ${at} ${at % 5 === 0 ? 'fifth' : ''}`)
  const read = async (first: number, after: string | null) => {
    const start = Number(after ?? 0)
    const end = start + first
    const pageInfo = { hasNextPage: end < list.length, endCursor: String(end) }
    return { found: { totalCount: list.length, pageInfo, nodes: list.slice(start, end) }, errors: [] }
  }
  const linesOf = (rows: readonly string[]) => rows.map(row => [row])

  test('the whole list is looked through, and shown a page at a time', async () => {
    const seen: string[] = []
    let after = ''
    for (let pages = 0; pages < 3; pages++) {
      const { found } = await pageOf(about('fifth', { after }), read, linesOf)
      expect(found!.totalCount).toBe(50)
      seen.push(...found!.nodes!)
      after = found!.pageInfo.endCursor!
      expect(found!.pageInfo.hasNextPage).toBe(pages < 2)
    }
    expect(seen).toEqual(list.filter(row => row.includes('fifth')))
  })

  test('without words the page is the graph’s own', async () => {
    const { found } = await pageOf({ session, query: new URLSearchParams() }, read, linesOf)
    expect(found).toEqual((await read(20, null)).found)
  })

  test('words that another session sealed look for nothing', () => {
    const query = new URLSearchParams({ words: seal('fifth', 'another token') })
    expect(matching(linesOf(list), { session, query })).toHaveLength(list.length)
  })

  test('a list that is not given says why', async () => {
    const errors = [{ message: 'No.' }] as never
    const { found, errors: told } = await pageOf(about('x'), async () => ({ found: null, errors }), linesOf)
    expect([found, told]).toEqual([null, errors])
  })
})

test.each`
  at                                                  | to
  ${'/console/consents?state=waiting&after=xyz'}      | ${/^\/console\/consents\?state=waiting&words=[\w-]+$/}
  ${'https://elsewhere.example/console/consents'}     | ${/^\/console\?words=/}
  ${'//elsewhere.example/console'}                    | ${/^\/console\?words=/}
  ${'/console/../elsewhere'}                          | ${/^\/console\?words=/}
  ${'/console/consents?words=earlier&order=a+b%20&x'} | ${/^\/console\/consents\?order=a\+b\+&x=&words=[\w-]+$/}
`('a search above $at goes on there, and nowhere else', async ({ at, to }) => {
  const form = new URLSearchParams({ at, words: ' Anna Holm ' })
  const answer = await lookFor({ session, form } as never)
  expect(answer).toEqual({ to: expect.stringMatching(to) })
  expect(JSON.stringify(answer)).not.toMatch(/anna|holm/i)
})

describe('in the browser', () => {
  let stack: ConsoleStack
  beforeAll(async () => {
    stack = await openConsoleStack(today)
    const cpr = person('anna', today).number
    const headers = { 'Processing-Activity': 'KOM-17' }
    await stack.ask(
      'kommune',
      'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } civilStatus { __typename } } }',
      { cpr },
      headers,
    )
    await stack.ask('kommune', 'query ($cpr: CPR!) { person(cpr: $cpr) { status } }', { cpr })
    const { data } = await stack.ask('anna', '{ me { id accessLog(first: 1) { nodes { id } } } }')
    for (const [id, days] of [
      ['word-1', 30],
      ['word-2', 60],
    ] as const) {
      const validTo = new Date(today.getTime() + days * 86_400_000).toISOString()
      const input = {
        ...{ id, template: 'housing-support', person: data.me.id, fields: ['Person.civilStatus'], validTo },
      }
      const text =
        'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { problems { message } } }'
      await stack.ask('kommune', text, { input }, headers)
    }
    const input = {
      record: data.me.accessLog.nodes[0].id,
      text: 'Det var en sjælden fejl',
      commandId: 'word-3',
    }
    const text =
      'mutation ($input: ReportAccessInput!) { reportAccess(input: $input) { problems { message } } }'
    await stack.ask('anna', text, { input })
  })
  afterAll(() => stack?.close())

  async function lookIn(
    path: string,
    written: string,
    page: Awaited<ReturnType<ConsoleStack['page']>>['page'],
  ) {
    await visit(page, `${stack.base}/console${path}`)
    await page.getByLabel('Words in the list').fill(written)
    await leading(page, () => page.getByRole('button', { name: 'Search the list' }).click())
    return main(page)
  }

  test.each`
    path                         | written               | found
    ${'/consents'}               | ${'strandby'}         | ${2}
    ${'/consents?state=waiting'} | ${'KOMMUNE strandby'} | ${2}
    ${'/consents'}               | ${'findesikke'}       | ${0}
    ${'/notices'}                | ${'findesikke'}       | ${0}
    ${'/cases'}                  | ${'sjælden'}          | ${1}
    ${'/access-log'}             | ${'strandby civil'}   | ${1}
    ${'/access-log'}             | ${'findesikke'}       | ${0}
    ${'/cases'}                  | ${'sjælden hyppig'}   | ${0}
    ${'/mandates'}               | ${'findesikke'}       | ${0}
    ${'/powers'}                 | ${'findesikke'}       | ${0}
  `('$path for $written: $found, in the list and in its file', async ({ path, written, found }) => {
    const { page, complaints } = await stack.page({ javaScriptEnabled: false })
    await signIn(page, stack.base, /Anna Holm/)
    const text = await lookIn(path, written, page)
    if (found === 0) expect(text).toContain('Nothing matches what was chosen.')
    else expect(text).toContain(`${found} in all`)
    expect(decodeURIComponent(page.url())).not.toContain(written.split(' ')[0])
    expect(await page.getByLabel('Words in the list').inputValue()).toBe(written)
    const address = new URL(page.url())
    const file = await page.request.get(`${stack.base}${address.pathname}/list.csv${address.search}`)
    expect((await file.text()).split('\r\n').length - 2).toBe(found)
    // Filtering keeps the words, and searching for nothing takes them out.
    await leading(page, () => page.getByRole('button', { name: 'Filter' }).click())
    expect(new URL(page.url()).searchParams.get('words')).toBe(address.searchParams.get('words'))
    await page.getByLabel('Words in the list').fill('')
    await leading(page, () => page.getByRole('button', { name: 'Search the list' }).click())
    expect(page.url()).not.toContain('words=')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('what was sealed before the last sign-in is said to be forgotten', async () => {
    const { page } = await stack.page({ javaScriptEnabled: false })
    await signIn(page, stack.base, /Anna Holm/)
    await visit(page, `${stack.base}/console/consents?words=${seal('strandby', 'another token')}`)
    expect(await main(page)).toContain('That search was made before you signed in. Write the words again.')
    await page.context().close()
  })

  test('a steward’s refusals: by words and in a chosen order; lists about people by their filters alone', async () => {
    const at = openStewards(stack)
    const { page, complaints } = await at.as('first')
    await at.inCase(page)
    // What is read of people goes on record about them: nobody reads all to find one.
    for (const path of ['/cases', '/proposals', '/consents?state=']) {
      await at.go(page, path)
      expect(await page.getByLabel('Words in the list').count()).toBe(0)
    }
    await at.go(page, '/accesses')
    const codes = () => page.locator('table').first().locator('tbody tr td:nth-child(3)').allInnerTexts()
    const all = await codes()
    expect(new Set(all).size).toBeGreaterThan(1)
    await page.getByLabel('Refusals in order of').selectOption('Code')
    await leading(page, () => page.getByRole('button', { name: 'Filter' }).click())
    expect(await codes()).toEqual(all.toSorted())
    await lookIn(`/steward/accesses${new URL(page.url()).search}`, all.toSorted()[0]!, page)
    expect(new Set(await codes())).toEqual(new Set([all.toSorted()[0]]))
    expect(await lookIn('/steward/accesses', 'findesikke', page)).toContain(
      'Nothing matches what was chosen.',
    )
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
