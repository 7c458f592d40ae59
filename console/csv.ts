// A list as a file that spreadsheets open: UTF-8 with a byte order mark, semicolons as in Denmark, no formulas.

/** What a spreadsheet would take for a formula, or a cell that hides one behind white space. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/

function cell(text: string): string {
  // An apostrophe says that the rest is text (OWASP: CSV injection).
  const plain = formula.test(text) ? `'${text}` : text
  return /[;"\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** RFC 4180 but for the semicolons; nothing is an empty cell. */
export const csv = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string =>
  `\uFEFF${[head, ...rows].map(row => `${row.map(value => cell(String(value ?? ''))).join(';')}\r\n`).join('')}`
