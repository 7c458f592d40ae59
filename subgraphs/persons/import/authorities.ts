// Loads CPR's register of authorities (P02680): the official names behind the codes in people's records.
import type postgres from 'postgres'
import type { Bytes } from './read.ts'
import { readRecords } from './read.ts'
import { FileRefused } from './refused.ts'

/** An authority, municipality, country or parish. */
interface Authority {
  readonly code: string
  readonly name: string
}

/** What became of the file: `lines = authorities + others + 2`. */
export interface AuthoritiesAccounting {
  readonly authorities: number
  /** Records that link an authority to a municipality: not needed here. */
  readonly others: number
}

// Denmark has some thousands; a file with more is another file.
const mostAuthorities = 100_000

/** Positions of the record 001: MYNKOD, MYNNVN, MYNNVN_XL. */
const read = (text: string, start: number, length: number): string =>
  text.slice(start - 1, start - 1 + length).trim()

/**
 * Replaces all names by those of the file, as role `importer`. Throws FileRefused when it does not end with its own
 * count, or is no such file; then nothing has changed.
 */
export async function importAuthorities(sql: postgres.Sql, bytes: Bytes): Promise<AuthoritiesAccounting> {
  const { authorities, others } = await readAuthorities(bytes)
  await sql.begin(async transaction => {
    await transaction`delete from persons.authority`
    await transaction`
      insert into persons.authority (code, name)
      select * from unnest(${authorities.map(one => one.code)}::text[], ${authorities.map(one => one.name)}::text[])
      on conflict (code) do update set name = excluded.name`
  })
  return { authorities: authorities.length, others }
}

async function readAuthorities(
  bytes: Bytes,
): Promise<{ readonly authorities: readonly Authority[]; readonly others: number }> {
  const authorities = new Map<string, Authority>()
  let records = 0
  let counted: number | null = null
  for await (const { type, text, line } of readRecords(bytes)) {
    if (counted !== null) throw new FileRefused('AFTER_END', line)
    if (type === '999') counted = Number(read(text, 4, 8))
    else if (type !== '000') {
      records++
      const code = read(text, 4, 4)
      const name = read(text, 253, 60) || read(text, 55, 20)
      if (type === '001' && /^\d{4}$/.test(code) && name !== '') authorities.set(code, { code, name })
    }
    if (authorities.size > mostAuthorities) throw new FileRefused('COUNT_WRONG')
  }
  if (counted === null) throw new FileRefused('END_MISSING')
  if (counted !== records) throw new FileRefused('COUNT_WRONG')
  return { authorities: [...authorities.values()], others: records - authorities.size }
}
