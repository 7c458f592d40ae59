// What the console asks is valid in the graph's own schema, and what it writes is never markup from elsewhere.
import { buildSchema, parse, validate } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { html, Markup } from '../console/html.ts'
import { layOut } from '../console/layout.ts'
import { findPage, pages } from '../console/pages.ts'
import { isOwnForm, keepFor, type Session } from '../console/session.ts'
import { chooseLanguage, textsOf } from '../console/texts.ts'
import { apiSchemaText } from './console-schema.ts'

const id = '00000000-0000-4000-8000-000000000000'
const session = (overrides: Partial<Session> = {}): Session => ({
  ...{ token: 'token', name: 'Anna', formToken: 'form', language: 'da', actingFor: null },
  ...overrides,
})
const acting = { header: `person:${id}`, name: 'Bo' }

let schema: ReturnType<typeof buildSchema>
beforeAll(async () => {
  schema = buildSchema(await apiSchemaText(), { assumeValid: true })
})

const everyPage = Object.entries(pages).flatMap(([method, of]) =>
  Object.keys(of).flatMap(path => [null, acting].map(actingFor => ({ method, path, actingFor }))),
)
const forms = ['answer=grant', 'answer=decline', 'answer=withdraw', '']

describe.each(everyPage)('$method $path, acting for $actingFor.name', ({ method, path, actingFor }) => {
  test.each(method === 'POST' ? forms : [''])(
    'asks what the graph knows, and says so when nothing comes: %s',
    async form => {
      const of = session({ actingFor })
      const { handler } = findPage(method as 'GET' | 'POST', path.replace(':id', id))!
      const answer = await handler({
        ...{
          session: of,
          texts: textsOf('da'),
          id,
          query: new URLSearchParams(),
          form: new URLSearchParams(form),
        },
        async ask(query) {
          expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([])
          return { data: null, errors: [{ message: 'Nej.', path: ['me'] }] }
        },
      })
      if ('to' in answer || 'file' in answer) return
      expect(layOut(answer, { session: of, language: 'da', path, styles: [] })).toContain('<h1>')
    },
  )
})

test.each`
  value                                   | written
  ${'<script>alert(1)</script>'}          | ${'&lt;script&gt;alert(1)&lt;/script&gt;'}
  ${'" onmouseover="x'}                   | ${'&quot; onmouseover=&quot;x'}
  ${"' & <b>"}                            | ${'&#39; &amp; &lt;b&gt;'}
  ${['<', null, false, undefined, 0, '']} | ${'&lt;0'}
  ${new Markup('<b>ours</b>')}            | ${'<b>ours</b>'}
`('$value is written as $written', ({ value, written }) => {
  expect(html`<p title="x">${value}</p>`.text).toBe(`<p title="x">${written}</p>`)
})

test('a session ends when it is not used for its time, and the longest unused leaves first', () => {
  let now = 0
  let count = 0
  const kept = keepFor<string>(
    1_000,
    2,
    () => new Date(now),
    () => `id-${count++}`,
  )
  const [first, second] = [kept.keep('a'), kept.keep('b')]
  now = 900
  expect(kept.find(first)).toBe('a')
  now = 1_100
  expect([kept.find(first), kept.find(second)]).toEqual(['a', null])
  const third = kept.keep('c')
  kept.keep('d')
  expect([kept.find(first), kept.find(third), kept.find(null), kept.find('id')]).toEqual([
    null,
    'c',
    null,
    null,
  ])
})

test.each`
  token      | own
  ${'form'}  | ${true}
  ${'forn'}  | ${false}
  ${''}      | ${false}
  ${null}    | ${false}
  ${'formm'} | ${false}
`('a form with $token is our own: $own', ({ token, own }) => {
  expect(isOwnForm(session(), token)).toBe(own)
})

test.each`
  asked   | before  | accepted      | language
  ${'en'} | ${'da'} | ${'da'}       | ${'en'}
  ${'fr'} | ${'en'} | ${'da'}       | ${'en'}
  ${null} | ${null} | ${'en-GB,da'} | ${'en'}
  ${null} | ${null} | ${'de-DE'}    | ${'da'}
  ${null} | ${null} | ${undefined}  | ${'da'}
`('asked $asked, before $before, accepted $accepted: $language', ({ asked, before, accepted, language }) => {
  expect(chooseLanguage(asked, before, accepted)).toBe(language)
})
