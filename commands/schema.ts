// `npm run schema`: composes the subgraphs through the gates into schema/supergraph.graphql, and lists every field.
import { readFileSync, writeFileSync } from 'node:fs'
import { catalogue, codePage } from '../access/catalogue.ts'
import { help, refusalCodes } from '../access/refusals.ts'
import { fieldCodes, requestCodes } from '../door/codes.ts'
import { compose } from '../subgraphs/compose.ts'
import { problemCodes, words } from '../subgraphs/problems.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { readOptions } from './options.ts'

const supergraphFile = new URL('../schema/supergraph.graphql', import.meta.url)
const catalogueFile = new URL('../schema/FIELDS.md', import.meta.url)
const codesFile = new URL('../schema/CODES.md', import.meta.url)

if (import.meta.main) {
  const { switches } = readOptions({
    usage: 'npm run schema -- [--check]',
    summary:
      'Composes the subgraphs into schema/supergraph.graphql and writes the catalogues of fields and codes.',
    options: {
      check: { meaning: 'Writes nothing; fails when what stands there is not what the subgraphs give.' },
    },
  })
  process.exitCode = run(switches.has('check'))
}

function run(check: boolean): number {
  const composed = compose()
  if ('objections' in composed) {
    for (const objection of composed.objections) console.error(objection)
    console.error(`${composed.objections.length} objections: nothing was composed.`)
    return 1
  }
  const files = [
    [supergraphFile, composed.supergraph],
    [catalogueFile, catalogue(classifyPlatform())],
    [codesFile, codes()],
  ] as const
  if (!check) {
    for (const [file, text] of files) writeFileSync(file, text)
    console.log('Composed: schema/supergraph.graphql; written: schema/FIELDS.md, schema/CODES.md')
    return 0
  }
  const stale = files.filter(([file, text]) => readIfThere(file) !== text)
  for (const [file] of stale)
    console.error(`schema/${file.pathname.split('/').at(-1)} is stale: run npm run schema.`)
  return stale.length === 0 ? 0 : 1
}

function codes(): string {
  const languages = ['da', 'en']
  return codePage([
    {
      title: 'Refusals of a field',
      columns: languages,
      codes: refusalCodes.map(code => [code, help(code).da, help(code).en]),
    },
    {
      title: 'Problems of a command',
      columns: languages,
      codes: problemCodes.map(code => [code, words(code).da, words(code).en]),
    },
    {
      title: 'Requests that were not executed',
      columns: ['HTTP status', 'what to do'],
      codes: Object.entries(requestCodes).map(([code, { status, en }]) => [code, status, en]),
    },
    {
      title: 'Fields that are null for another reason than a refusal',
      columns: ['what to do'],
      codes: Object.entries(fieldCodes),
    },
  ])
}

function readIfThere(file: URL): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
