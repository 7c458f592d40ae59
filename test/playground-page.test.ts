// What the playground is made of, without a browser: its examples, its reading of answers, and what it serves.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getVariableValues, type OperationDefinitionNode, parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Listening, listen } from '../door/listen.ts'
import { contentSecurityPolicy, playgroundRoute } from '../gateway/playground.ts'
import { readSupergraphFile } from '../gateway/serve.ts'
import { readSupergraph } from '../gateway/supergraph.ts'
import { listedIdentities } from '../issuer/identities.ts'
import { examples, withNumbers } from '../playground/examples.ts'
import { fill, missing, remember } from '../playground/placeholders.ts'
import { readAnswer } from '../playground/refusals.ts'
import { sampleActivities } from '../sample/authorities.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'

vi.setConfig({ testTimeout: 120_000 }) // bundling on a busy machine
const today = new Date('2026-11-22T12:00:00Z')
const numberOf = (register: 'cpr' | 'cvr', key: string) =>
  register === 'cpr' ? person(key, today).number : business(key, today).cvr
const ids = {
  anna: 'a',
  consent: 'c',
  powerOfAttorney: 'p',
  custodyOf: 'b',
  bo: 'b',
  proposal: 'r',
  erik: 'e',
  freja: 'f',
}
const circumstances = { now: today, seen: ids, random: () => 'r' }

describe('examples', () => {
  const { apiSchema } = readSupergraph(readSupergraphFile())

  test.each(withNumbers(examples, numberOf).map(example => ({ ...example, name: example.title.en })))(
    '$name: valid, and its variables fit',
    ({ query, variables, identity, activity, onBehalfOf }) => {
      const document = parse(query)
      expect(validate(apiSchema, document)).toEqual([])
      const [operation] = document.definitions as OperationDefinitionNode[]
      const filled = JSON.parse(fill(variables ?? '{}', circumstances))
      expect(
        getVariableValues(apiSchema, operation?.variableDefinitions ?? [], filled).errors,
      ).toBeUndefined()
      expect(listedIdentities.map(({ name }) => name)).toContain(identity)
      if (activity) expect(sampleActivities.map(({ id }) => id)).toContain(activity)
      expect(missing(`${variables ?? ''}${onBehalfOf ?? ''}`, ids)).toEqual([])
    },
  )

  test('without a sample no number is invented', () => {
    const text = JSON.stringify(withNumbers(examples, () => null))
    expect(text).not.toMatch(/\d{8}/)
    expect(text).not.toContain('{cpr:')
  })
})

describe('blanks', () => {
  test.each`
    text                 | filled
    ${'request-{new}'}   | ${'request-r'}
    ${'{in 90 days}'}    | ${'2027-02-20T12:00:00.000Z'}
    ${'person:{anna}'}   | ${'person:a'}
    ${'{unknown}'}       | ${'{unknown}'}
    ${'{ "input": {} }'} | ${'{ "input": {} }'}
  `('$text → $filled', ({ text, filled }) => {
    expect(fill(text, circumstances)).toBe(filled)
  })

  test.each`
    text                             | seen             | lacking
    ${'{consent} {new} {in 9 days}'} | ${{}}            | ${['consent']}
    ${'{anna} {anna}'}               | ${{}}            | ${['anna']}
    ${'person:{anna}'}               | ${{ anna: 'a' }} | ${[]}
    ${'{constructor}'}               | ${{}}            | ${['constructor']}
  `('$text lacks $lacking', ({ text, seen, lacking }) => {
    expect(missing(text, seen)).toEqual(lacking)
  })

  test.each`
    what                      | data                                                           | found
    ${'whoever is signed in'} | ${{ me: { id: '1' } }}                                         | ${{ anna: '1' }}
    ${'a command’s result'}   | ${{ requestConsent: { consent: { id: '2' }, problems: [] } }}  | ${{ consent: '2' }}
    ${'the first of a list'}  | ${{ me: { consents: { nodes: [{ id: '3' }, { id: '4' }] } } }} | ${{ consent: '3' }}
    ${'a list of children'}   | ${{ me: { id: '1', custodyOf: [{ id: '5' }] } }}               | ${{ anna: '1', custodyOf: '5' }}
    ${'no data'}              | ${null}                                                        | ${{}}
  `('$what is remembered', ({ data, found }) => {
    expect(remember({}, 'anna', data)).toEqual(found)
  })
})

describe('reading an answer', () => {
  const help = { da: 'Bed om samtykke.', en: 'Ask for consent.' }
  const refused = (field: string) => ({
    message: 'x',
    extensions: { code: 'CONSENT_MISSING', access: { field, help } },
  })
  const nothing = { refusals: [], errors: [], problems: [], obligations: [], grounds: [] }

  test.each`
    what                        | answer                                                                                                | read
    ${'nothing at all'}         | ${undefined}                                                                                          | ${{}}
    ${'a text'}                 | ${'gone'}                                                                                             | ${{}}
    ${'errors that are none'}   | ${{ errors: 'no', extensions: { access: 5 } }}                                                        | ${{}}
    ${'one refusal'}            | ${{ errors: [refused('Person.name')] }}                                                               | ${{ refusals: [{ code: 'CONSENT_MISSING', field: 'Person.name', help: help.en, count: 1 }] }}
    ${'the same, twice'}        | ${{ errors: [refused('Person.name'), refused('Person.name')] }}                                       | ${{ refusals: [{ code: 'CONSENT_MISSING', field: 'Person.name', help: help.en, count: 2 }] }}
    ${'grouped refusals'}       | ${{ extensions: { access: { refusals: [{ code: 'C', field: 'F', help, paths: [['a'], ['b']] }] } } }} | ${{ refusals: [{ code: 'C', field: 'F', help: help.en, count: 2 }] }}
    ${'another error'}          | ${{ errors: [{ message: 'No.', extensions: { code: 'HOST' } }] }}                                     | ${{ errors: [{ code: 'HOST', message: 'No.' }] }}
    ${'a command’s problem'}    | ${{ data: { grant: { problems: [{ code: 'REPLAY', path: 'input.id', message: 'Again.' }] } } }}       | ${{ problems: [{ code: 'REPLAY', path: 'input.id', message: 'Again.' }] }}
    ${'obligations, once each'} | ${{ extensions: { access: { obligations: [{ code: 'O' }, { code: 'O' }] } } }}                        | ${{ obligations: ['O'] }}
    ${'decisions'} | ${{ extensions: { access: { decisions: [{ ground: 'LAW', field: 'A' }, { ground: 'LAW', field: 'B' }, { ground: null, field: 'C' }] } } }} | ${{ grounds: [{ ground: 'LAW', fields: ['A', 'B'] }] }}
  `('$what', ({ answer, read }) => {
    expect(readAnswer(answer, 'en')).toEqual({ ...nothing, ...read })
  })

  test('in Danish', () => {
    expect(readAnswer({ errors: [refused('Person.name')] }, 'da').refusals[0]?.help).toBe(help.da)
  })
})

describe('served', () => {
  let folder: string
  const listening: Listening[] = []
  const serve = async (issuer: boolean) => {
    const route = playgroundRoute({ folder, issuer, numberOf: issuer ? numberOf : () => null })
    const one = await listen({ host: '127.0.0.1', port: 0, routes: [route] })
    listening.push(one)
    return one.url
  }
  let url: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engang-page-'))
    url = await serve(true)
  })
  afterAll(async () => {
    for (const one of listening) await one.close()
    await rm(folder, { recursive: true, force: true })
  })

  test.each`
    method    | path                             | status
    ${'GET'}  | ${'/playground'}                 | ${200}
    ${'HEAD'} | ${'/playground/'}                | ${200}
    ${'GET'}  | ${'/playground/identities.json'} | ${200}
    ${'GET'}  | ${'/playground/examples.json'}   | ${200}
    ${'POST'} | ${'/playground'}                 | ${405}
    ${'GET'}  | ${'/playground/main.js'}         | ${404}
    ${'GET'}  | ${'/playground/..%2fsecret'}     | ${404}
    ${'GET'}  | ${'/playground/constructor'}     | ${404}
    ${'GET'}  | ${'/playgrounds'}                | ${404}
  `('$method $path: $status', async ({ method, path, status }) => {
    expect((await fetch(`${url}${path}`, { method })).status).toBe(status)
  })

  test('the page names its scripts by content; those may be kept for ever, the page may not', async () => {
    const page = await fetch(`${url}/playground`)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const [script = ''] = /\/playground\/[0-9a-f]{16}\/main\.js/.exec(await page.text()) ?? []
    const served = await fetch(`${url}${script}`)
    expect(served.headers.get('cache-control')).toContain('immutable')
    for (const { headers } of [page, served])
      expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  })

  test('the list of identities holds names and descriptions, no number', async () => {
    const text = await (await fetch(`${url}/playground/identities.json`)).text()
    expect(JSON.parse(text)[0]).toEqual({
      name: 'kommune',
      kind: 'SYSTEM',
      da: expect.any(String),
      en: expect.any(String),
    })
    expect(text).not.toMatch(/\d{8}/)
  })

  test('with an issuer of one’s own there are no identities', async () => {
    const own = await serve(false)
    expect(await (await fetch(`${own}/playground`)).text()).toContain('data-issuer="own"')
    expect((await fetch(`${own}/playground/identities.json`)).status).toBe(404)
    expect(await (await fetch(`${own}/playground/examples.json`)).text()).not.toMatch(/\d{8}/)
  })

  test('a second start reads the bundle that the first one kept', async () => {
    const [hash = ''] = await readdir(join(folder, 'playground'))
    await writeFile(join(folder, 'playground', hash, 'main.js'), 'kept')
    const again = await serve(true)
    expect(await (await fetch(`${again}/playground/${hash}/main.js`)).text()).toBe('kept')
  })
})
