// The small command that writes the sample's files: what it writes, and what it says when asked wrongly.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleCpr } from '../sample/cpr.ts'
import { sampleCvr } from '../sample/cvr.ts'

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '../sample/write.ts'), ...args])

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-sample-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('writes both extracts of the day asked for', async () => {
  const { stdout } = await run(folder, '--date', '2027-03-31')
  const day = new Date('2027-03-31T12:00:00Z')
  expect(stdout.trim().split('\n')).toEqual([join(folder, 'cpr.txt'), join(folder, 'cvr.json')])
  expect(Uint8Array.from(await readFile(join(folder, 'cpr.txt')))).toEqual(sampleCpr(day))
  expect(await readFile(join(folder, 'cvr.json'), 'utf8')).toBe(sampleCvr(day))
})

test('says how it is used, and what a date looks like', async () => {
  expect((await run('--help')).stdout).toContain('Usage: node sample/write.ts FOLDER')
  await expect(run(folder, '--date', 'tomorrow')).rejects.toMatchObject({
    code: 1,
    stderr: 'Write the date as yyyy-MM-dd.\n',
  })
})
