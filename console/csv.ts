// A list as a file that spreadsheets open: UTF-8 with a byte order mark, semicolons as in Denmark, no formulas.
import { mostRows } from './every-row.ts'
import type { ConsoleFile } from './request.ts'

/** What a spreadsheet would take for a formula, or a cell that hides one behind white space. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/

function cell(text: string): string {
  // An apostrophe says that the rest is text (OWASP: CSV injection).
  const plain = formula.test(text) ? `'${text}` : text
  return /[;"\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Of one row. */
export type Cells = readonly (string | number | null | undefined)[]

/** RFC 4180 but for the semicolons; nothing is an empty cell. */
const line = (cells: Cells): string => `${cells.map(value => cell(String(value ?? ''))).join(';')}\r\n`

export const csv = (head: readonly string[], rows: readonly Cells[]): string =>
  `\uFEFF${[head, ...rows].map(line).join('')}`

/** `name` without its ending. Of more rows than a file holds it gets the first; the last line then says so: see `endOf`. */
export const csvFile = (
  name: string,
  head: readonly string[],
  rows: readonly Cells[],
): { readonly file: ConsoleFile } => ({
  file: {
    ...{ name: `${name}.csv`, type: 'text/csv; charset=utf-8' },
    ...{ text: csv(head, rows.slice(0, mostRows)), isCut: rows.length > mostRows },
  },
})

/** What ends a file: of one that was cut, that it was, and what to do. */
export const endOf = ({ isCut = false }: ConsoleFile, cutShort: (most: number) => string): string =>
  isCut ? line([cutShort(mostRows)]) : ''
