// The official extract's records, read by the layouts of the register's own description and not by the importer's.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A record's fields by code, blanks cut; the number that it is about, and its line. */
export interface OfficialRecord {
  readonly type: string
  readonly line: number
  readonly number: string
  readonly fields: Readonly<Record<string, string>>
}

const model = fileURLToPath(new URL('../../shared/registers/MODEL.md', import.meta.url))

/** Layouts as the register model describes them, apart from the project's own. */
function describedLayouts(): Map<string, readonly [code: string, start: number, length: number][]> {
  const section = /## 3\. P12170[\s\S]*?\n## 5\./.exec(readFileSync(model, 'utf8'))![0]
  const parts = section.split(/\n(?=\*\*\d{3}\*\*)/).slice(1)
  return new Map(
    parts.map(part => {
      const fields = [...part.matchAll(/(\d+),(\d+) (\S+)(?= \*)/g)]
      return [
        part.slice(2, 5),
        fields.map(([, start, length, code]) => [code!, Number(start), Number(length)]),
      ]
    }),
  )
}

export function readOfficial(path: string): readonly OfficialRecord[] {
  const layouts = describedLayouts()
  const lines = readFileSync(path, 'latin1').split('\n')
  return lines.flatMap((text, index) => {
    const type = text.slice(0, 3)
    const layout = layouts.get(type)
    if (!layout) return []
    // 014 calls both numbers PNR: the second is the child's.
    const read = layout.map(([code, start, length], at) => [
      type === '014' && at === 1 ? 'CHILD' : code,
      text.slice(start - 1, start - 1 + length).trim(),
    ])
    return [{ type, line: index + 1, number: text.slice(3, 13), fields: Object.fromEntries(read) }]
  })
}
