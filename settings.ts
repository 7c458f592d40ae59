// Every setting of the platform: its name, default, meaning and check. The only file that reads process.env.

/** One setting; `parse` throws with what is wrong, never with the value: it may be a secret. */
interface Setting<Value> {
  readonly name: string
  readonly default: string
  readonly meaning: string
  parse(text: string): Value
}

/** All mistakes of the settings, one a line. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused'
}

/** Asymmetric only: with a secret shared with the issuer, whoever verifies could also sign. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const

const declared = {
  port: setting('PORT', '4000', 'Port of the gateway.', whole(1, 65_535)),
  host: setting(
    'HOST',
    '127.0.0.1',
    'Address on which the gateway and the subgraphs listen. Anything but loopback needs `ISSUER`.',
    matching(/^[A-Za-z0-9.:-]+$/, 'must be an IP address or a host name'),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    '',
    'A PostgreSQL 18 of your own: `postgres://user:password@host:5432/name`. Empty: the embedded one.',
    optional(url(['postgres:', 'postgresql:'], true)),
  ),
  secret: setting(
    'SECRET',
    '',
    'At least 32 characters, the same on every host; keys and role passwords are derived from it. Empty: `secret` in the data folder, made at the first start.',
    optional(matching(/^.{32,}$/, 'must have at least 32 characters')),
  ),
  dataFolder: setting(
    'DATA_FOLDER',
    '.data',
    'Where the embedded PostgreSQL and the secret lie.',
    matching(/\S/, 'must be a folder'),
  ),
  issuer: setting(
    'ISSUER',
    '',
    'The OpenID Connect issuer (its `iss`). Empty: the development issuer, on loopback only.',
    optional(url(['https:', 'http:'], false)),
  ),
  issuerJwks: setting(
    'ISSUER_JWKS',
    '',
    "Address of the issuer's keys. Empty: as the issuer's discovery document says.",
    optional(url(['https:', 'http:'], false)),
  ),
  audience: setting(
    'AUDIENCE',
    'urn:engang',
    'The audience (`aud`) that a token must name.',
    matching(/^\S+$/, 'must be one word'),
  ),
  tokenAlgorithms: setting(
    'TOKEN_ALGORITHMS',
    algorithms.join(','),
    'How tokens may be signed; leave out what your issuer does not use.',
    each(oneOf(...algorithms)),
  ),
  clockSkew: setting(
    'CLOCK_SKEW',
    '5',
    "Seconds by which the issuer's clock may differ from ours.",
    whole(0, 60),
  ),
  claimClient: claim('CLAIM_CLIENT', 'client_id', "the asking system's client id"),
  claimOfficer: claim('CLAIM_OFFICER', 'act.sub', 'the officer at the keyboard'),
  claimOfficerPerson: claim(
    'CLAIM_OFFICER_PERSON',
    'officer_cpr',
    "the officer's own personal number, by which a reading of their own file is marked, and two accounts of one human are one pair of eyes",
  ),
  claimPerson: claim('CLAIM_PERSON', 'cpr', "a person's personal number"),
  claimBusiness: claim('CLAIM_BUSINESS', 'cvr', "a business's CVR number"),
  claimAssurance: claim('CLAIM_ASSURANCE', 'acr', 'the level of assurance'),
  assuranceLevels: setting(
    'ASSURANCE_LEVELS',
    'Substantial,High',
    'Values of that claim that are at least NSIS *Betydelig*: a person needs one of them.',
    list(/^\S+$/, 'must be words separated by commas'),
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    '',
    'The address at which people reach the console: `https://engang.example`. Empty: this machine and `PORT`. Your issuer must send people back to `/console/signed-in` under it.',
    optional(url(['https:', 'http:'], false)),
  ),
  consoleClient: setting(
    'CONSOLE_CLIENT',
    'console',
    'The client id under which the console signs people in at the issuer.',
    matching(/^\S+$/, 'must be one word'),
  ),
  consoleSecret: setting(
    'CONSOLE_SECRET',
    '',
    "That client's secret. Empty: a public client, which proves itself by PKCE alone.",
    optional(matching(/^\S+$/, 'must be one word')),
  ),
  operatorCvr: setting(
    'OPERATOR_CVR',
    '99000019',
    "CVR number of the operator's authority.",
    matching(/^\d{8}$/, 'must be a CVR number: eight digits'),
  ),
  cvrTestSeries: setting(
    'CVR_TEST_SERIES',
    '990000,888888',
    'First digits of CVR numbers that are accepted although their check digit fails: test companies and invented ones.',
    list(/^\d{4,8}$/, 'must be the first four to eight digits of CVR numbers, separated by commas'),
  ),
  accessLogYears: setting(
    'ACCESS_LOG_YEARS',
    '5',
    'Years for which an access record is kept; a covert one from the end of its cover. Five as PNR-loven § 24(4) has it; your own duty may differ (GDPR Art. 5(1)(e)).',
    whole(1, 30),
  ),
  noticeYears: setting(
    'NOTICE_YEARS',
    '5',
    'Years for which a notice is kept from when it was sent, read or not: as long as what it tells of stands in the access log.',
    whole(1, 30),
  ),
  powerYears: setting(
    'POWER_YEARS',
    '25',
    'Years for which a power of attorney may hold at most.',
    whole(1, 99),
  ),
  noticeConnector: setting(
    'NOTICE_CONNECTOR',
    '',
    'How notices leave the platform: `files` (one each in `notices` in the data folder) or `none` (they are read in the graph alone). Empty: `files` with the development issuer, `none` with your own.',
    optional(oneOf('none', 'files')),
  ),
  subgraphTimeout: setting(
    'SUBGRAPH_TIMEOUT',
    '2000',
    'Milliseconds that a gateway waits for one answer of a subgraph in another process; then its fields are null.',
    whole(100, 4_000),
  ),
  subgraphRetries: setting(
    'SUBGRAPH_RETRIES',
    '1',
    'How often a gateway sends a query again that such a subgraph failed at once. A mutation is never sent again.',
    whole(0, 5),
  ),
  breakerFailures: setting(
    'BREAKER_FAILURES',
    '5',
    'So many failures within `BREAKER_WINDOW`, at least half of its answers, and such a subgraph is left alone for a while.',
    whole(1, 1_000),
  ),
  breakerWindow: setting('BREAKER_WINDOW', '10', 'Seconds in which failures are counted.', whole(1, 600)),
  breakerOpen: setting(
    'BREAKER_OPEN',
    '2',
    'Seconds for which it is left alone; then one request tries whether it answers again.',
    whole(1, 600),
  ),
  metricsToken: setting(
    'METRICS_TOKEN',
    '',
    'At least 32 characters without white space: `/metrics` is answered to whoever sends it as `Authorization: Bearer …`, and to nobody else. Empty: answered without, on loopback only.',
    optional(matching(/^[!-~]{32,}$/, 'must have at least 32 characters and no white space')),
  ),
  tracesEndpoint: setting(
    'TRACES_ENDPOINT',
    '',
    'Address at which a collector takes OpenTelemetry traces (OTLP over HTTP), such as `http://127.0.0.1:4318/v1/traces`. Empty: no traces.',
    optional(url(['http:', 'https:'], false)),
  ),
  headsFile: setting(
    'HEADS_FILE',
    '',
    'A file outside the database, and outside its backups, that keeps how far consents and powers of attorney had come: an older database is not served until `npm run restored`. Empty: nothing is kept, and nothing compared.',
    optional(matching(/\S/, 'must be a file')),
  ),
  log: setting(
    'LOG',
    'errors',
    'What is written to standard error: `silent`, `errors`, or `requests` (a line each, without values).',
    oneOf('silent', 'errors', 'requests'),
  ),
} as const

export type Settings = {
  readonly [Key in keyof typeof declared]: ReturnType<(typeof declared)[Key]['parse']>
}

/** The settings as rows of the README's table. */
export const settingRows: readonly Pick<Setting<unknown>, 'name' | 'default' | 'meaning'>[] =
  Object.values(declared)

/** Reads and checks every setting. Throws SettingsRefused with all mistakes at once. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const mistakes: string[] = []
  const values = Object.entries<Setting<unknown>>(declared).map(
    ([key, { name, default: fallback, parse }]) => {
      try {
        return [key, parse(environment[name]?.trim() || fallback)]
      } catch (error) {
        mistakes.push(`${name} ${(error as Error).message}.`)
        return [key, undefined]
      }
    },
  )
  const settings = Object.fromEntries(values) as Settings
  if (settings.host && !isLoopback(settings.host) && !settings.issuer) mistakes.push(openDevelopment)
  if (mistakes.length > 0) throw new SettingsRefused(mistakes.join('\n'))
  return settings
}

// The development issuer gives anyone who reaches it a token for anyone.
const openDevelopment =
  'HOST is not loopback while the development issuer is on: set HOST to 127.0.0.1, or name your own issuer in ISSUER.'

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function setting<Value>(
  name: string,
  fallback: string,
  meaning: string,
  parse: (text: string) => Value,
): Setting<Value> {
  return { name, default: fallback, meaning, parse }
}

function claim(name: string, fallback: string, what: string): Setting<string> {
  return setting(name, fallback, `The token's claim for ${what}; a dot leads into an object.`, text => {
    if (!/^[\w:/-]+(\.[\w:/-]+)*$/.test(text)) throw new Error('must be the name of a claim')
    return text
  })
}

function whole(least: number, most: number): (text: string) => number {
  return text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) throw new Error(`must be a whole number from ${least} to ${most}`)
    return value
  }
}

function matching(pattern: RegExp, otherwise: string): (text: string) => string {
  return text => {
    if (!pattern.test(text)) throw new Error(otherwise)
    return text
  }
}

function oneOf<const Value extends string>(...values: readonly Value[]): (text: string) => Value {
  return text => {
    const found = values.find(value => value === text)
    if (found === undefined) throw new Error(`must be one of: ${values.join(', ')}`)
    return found
  }
}

function list(pattern: RegExp, otherwise: string): (text: string) => readonly string[] {
  return each(matching(pattern, otherwise))
}

function each<Value>(parse: (text: string) => Value): (text: string) => readonly Value[] {
  return text => text.split(',').map(item => parse(item.trim()))
}

function optional(parse: (text: string) => string): (text: string) => string | null {
  return text => (text === '' ? null : parse(text))
}

function url(protocols: readonly string[], withPath: boolean): (text: string) => string {
  const form = `must be an address that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`
  return text => {
    const parsed = URL.canParse(text) ? new URL(text) : null
    if (!parsed || !protocols.includes(parsed.protocol)) throw new Error(form)
    if (withPath && !/^\/[^/]+$/.test(parsed.pathname))
      throw new Error(`${form} and ends with the name of a database`)
    return text
  }
}
