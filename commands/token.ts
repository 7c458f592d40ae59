// `npm run token`: a token of the development issuer on standard output, to paste or to put into a variable.
import { listedIdentities } from '../issuer/identities.ts'
import { fetchToken } from '../issuer/token.ts'
import { readSettings } from '../settings.ts'
import { baseUrl, isDevelopment } from './addresses.ts'
import { runCommand } from './lifecycle.ts'
import { readOptions } from './options.ts'

if (import.meta.main) {
  const { words } = readOptions({
    usage: 'npm run --silent token -- NAME',
    summary: 'Prints a token for one of the development identities; npm start must be running.',
    options: {},
    words: { least: 1, most: 1 },
    notes: listedIdentities.map(({ name, en }) => `  ${name.padEnd(20)}${en}`),
  })
  await runCommand(() => printToken(words[0]!))
}

async function printToken(name: string): Promise<number> {
  const settings = readSettings()
  if (!isDevelopment(settings))
    throw new Error('Tokens come from the issuer that ISSUER names: ask for one there.')
  const { token } = await fetchToken(baseUrl(settings), name, settings.dataFolder)
  console.log(token)
  return 0
}
