// Writes the sample's two extracts as files, to be loaded with `npm run import` or looked at.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sampleCpr } from './cpr.ts'
import { sampleCvr } from './cvr.ts'

const help = `Usage: node sample/write.ts FOLDER [--date yyyy-MM-dd] [--padded]

Writes cpr.txt (P12170, ISO-8859-1) and cvr.json into FOLDER, as the registers would have delivered them
on the day (today unless given). Everyone in them is invented.
  --padded  cpr.txt without line ends, each record at its full length
  Load them:  npm run import -- cpr FOLDER/cpr.txt   and   npm run import -- cvr FOLDER/cvr.json`

/** Writes both files and returns their paths. */
export async function writeSample(
  folder: string,
  today: Date,
  form: 'lines' | 'padded',
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const [cpr, cvr] = [join(folder, 'cpr.txt'), join(folder, 'cvr.json')]
  await writeFile(cpr, sampleCpr(today, form))
  await writeFile(cvr, sampleCvr(today))
  return [cpr, cvr]
}

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { date: { type: 'string' }, padded: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  const [folder] = positionals
  if (values.help || !folder) return console.log(help)
  const today = values.date === undefined ? new Date() : new Date(`${values.date}T12:00:00Z`)
  if (Number.isNaN(today.getTime())) throw new Error('Write the date as yyyy-MM-dd.')
  for (const path of await writeSample(folder, today, values.padded ? 'padded' : 'lines')) console.log(path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
