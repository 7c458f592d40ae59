// What `npm start` prints when everything runs: addresses, identities, tokens, the first commands to paste.
import type { ListedIdentity } from '../issuer/identities.ts'

export interface Welcome {
  readonly base: string
  /** Null with an issuer of one's own. */
  readonly development: {
    readonly identities: readonly ListedIdentity[]
    /** Tokens of the two identities that the first commands use. */
    readonly tokens: Readonly<Record<'kommune' | 'anna', string>>
    /** The invented personal number that the first command asks about. */
    readonly cpr: string
  } | null
}

/** One operation over two registers; `civilStatus` needs consent under KOM-17. */
export const lookUp = `query Case($cpr: CPR!) {
  person(cpr: $cpr) {
    name { full }
    address { lines }
    civilStatus { status }
    businessRoles { nodes { function business { name signingRule } } }
  }
}`

/** A citizen's own access log. */
export const ownLog = `{
  me {
    name { full }
    accessLog { nodes { at authority { name } given { field ground } refused { field code } summary } }
  }
}`

/** The text, ready to print. */
export function welcomeText({ base, development }: Welcome): string {
  const addresses = [
    `Engang runs at ${base}`,
    '',
    `  ${base}/graphql      the graph`,
    `  ${base}/playground   to try it`,
    `  ${base}/console      for citizens and data stewards`,
  ]
  if (development === null) return [...addresses, '', 'Ctrl-C stops it.'].join('\n')
  const { identities, tokens, cpr } = development
  const width = Math.max(...identities.map(({ name }) => name.length))
  return [
    ...addresses,
    '',
    'Who you can be (everyone is invented); a token lasts an hour:  npm run --silent token -- NAME',
    '',
    ...identities.map(
      ({ name, kind, en }) =>
        `  ${name.padEnd(width)}  ${kind.toLowerCase().replace('_', ' ').padEnd(13)}  ${en}`,
    ),
    '',
    'The municipality asks about Anna. What the law gives is given; one field needs her consent:',
    '',
    `KOMMUNE=${tokens.kommune}`,
    '',
    command(base, 'KOMMUNE', { query: oneLine(lookUp), variables: { cpr } }, 'KOM-17'),
    '',
    'Anna sees who asked, also for what was refused:',
    '',
    `ANNA=${tokens.anna}`,
    '',
    command(base, 'ANNA', { query: oneLine(ownLog) }),
    '',
    'Ctrl-C stops it.',
  ].join('\n')
}

function command(base: string, token: string, body: unknown, activity?: string): string {
  const headers = [
    `-H "Authorization: Bearer $${token}"`,
    ...(activity ? [`-H 'Processing-Activity: ${activity}'`] : []),
    "-H 'Content-Type: application/json'",
  ]
  // In single quotes a shell takes everything as it stands but the quote itself.
  const text = JSON.stringify(body).replaceAll("'", "'\\''")
  return [`curl -s ${base}/graphql`, ...headers, `-d '${text}'`].join(' \\\n  ')
}

const oneLine = (query: string): string => query.replaceAll(/\s+/g, ' ')
