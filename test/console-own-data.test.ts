// One's own data as a file and on paper: everything that the page shows, also what it folds away.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const cpr = person('anna', today).number
const notes = Array.from({ length: 7 }, (_, at) => `=note ${at};"${at}"`)

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
  const { data } = await stack.ask('anna', '{ me { id } }')
  for (const [at, text] of notes.entries())
    await stack.admin`insert into persons.note (person_id, row_status, note_number, text, source, content_hash)
      values (${data.me.id}, 'CURRENT', ${`0${at}`}, ${text}, 'test', ${`own-data-${at}`})`
})
afterAll(() => stack?.close())

/** The cells of a file with semicolons, quoted where they must be. */
const cells = (text: string): string[][] =>
  [...text.matchAll(/(?:"(?:[^"]|"")*"|[^";\r\n])*(?:;|\r\n)/g)]
    .map(([cell]) => cell)
    .reduce<string[][]>(
      (lines, cell) => {
        lines
          .at(-1)!
          .push(cell.replace(/(;|\r\n)$/, '').replace(/^"([\s\S]*)"$/, (_, of) => of.replaceAll('""', '"')))
        if (cell.endsWith('\r\n')) lines.push([])
        return lines
      },
      [[]],
    )
    .filter(line => line.length > 0)

test.each`
  language | head                                           | label
  ${'en'}  | ${['Group', 'Source', 'Information', 'Value']} | ${/as a file/}
  ${'da'}  | ${['Gruppe', 'Kilde', 'Oplysning', 'Værdi']}   | ${/som fil/}
`('the file in $language holds each row of the page, and no formula', async ({ language, head, label }) => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/my-data?lang=${language}`)
  const href = await page.getByRole('link', { name: label }).getAttribute('href')
  expect(href).not.toContain(cpr)
  const answer = await page.request.get(`${stack.base}${href}`)
  expect(answer.headers()['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.headers()['content-disposition']).toBe('attachment; filename="my-data.csv"')
  const text = (await answer.body()).toString()
  expect(text.startsWith('\uFEFF')).toBe(true)
  const [first, ...rows] = cells(text.slice(1))
  expect(first).toEqual(head)
  const onPage = await page.evaluate(() => {
    for (const folded of document.querySelectorAll('main details')) folded.remove()
    return [...document.querySelectorAll('main table')].flatMap(table =>
      [...table.querySelectorAll('tbody tr')].map(row => {
        const [term, known] = row.querySelectorAll('th, td')
        const items = [...known!.querySelectorAll('li')].map(({ textContent }) => textContent)
        return [term!.textContent, items.length > 0 ? items.join('\n') : known!.textContent]
      }),
    )
  })
  expect(rows.map(([, , term]) => term)).toEqual(onPage.map(([term]) => term))
  for (const [place, [term, known]] of onPage.entries())
    expect([term, rows[place]![3]!.replace(/^'/, '').startsWith(known!.trim())]).toEqual([term, true])
  expect(new Set(rows.map(([, source]) => source)).size).toBeGreaterThan(1)
  expect(rows.some(([, , , value]) => value === cpr)).toBe(true)
  // Several are lines of one cell, all of them, and the cell is text to a spreadsheet.
  expect(rows.find(([, , , value]) => value!.includes('note 6'))![3]).toBe(`'${notes.join('\n')}`)
  await page.context().close()
})

test('on paper everything is there, and what is there to press is not', async () => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/my-data`)
  const [last, file] = [page.getByText('=note 6'), page.getByRole('link', { name: /as a file/ })]
  expect([await last.isVisible(), await file.isVisible()]).toEqual([false, true])
  await page.emulateMedia({ media: 'print' })
  expect([await last.isVisible(), await file.isVisible()]).toEqual([true, false])
  expect(await page.locator('main nav, main form, main summary').locator('visible=true').count()).toBe(0)
  await page.context().close()
})
