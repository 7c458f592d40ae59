// Fetches a token from the development issuer, as a demo system itself would: for `npm run token` and for tests.
import { randomUUID } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { demoSecrets } from './demo-systems.ts'
import { listedIdentities, playgroundClient, systemClient } from './identities.ts'
import { identityGrant } from './identity-grant.ts'

export interface FetchedToken {
  readonly token: string
  /** Seconds. */
  readonly expiresIn: number
}

/**
 * `baseUrl` is the gateway's address, `http://localhost:4000`; `name` one of the identities; `folder` the data
 * folder with the demo systems' secrets. Throws with one line that says what to do.
 */
export async function fetchToken(baseUrl: string, name: string, folder: string): Promise<FetchedToken> {
  if (!listedIdentities.some(one => one.name === name)) {
    throw new Error(`No such identity. Use one of: ${listedIdentities.map(one => one.name).join(', ')}.`)
  }
  const issuer = new URL('/issuer', baseUrl).href
  const client = systemClient(name)
  return client
    ? await systemToken(issuer, client, folder)
    : await ask(issuer, { grant_type: identityGrant, client_id: playgroundClient, identity: name })
}

async function systemToken(issuer: string, client: string, folder: string): Promise<FetchedToken> {
  const credential = (await demoSecrets(folder))[client]
  const form = { grant_type: 'client_credentials' }
  if (!credential)
    throw new Error(`${folder}/demo-secrets.json does not know ${client}: remove it and start again.`)
  if ('secret' in credential) {
    const basic = Buffer.from(`${client}:${credential.secret}`).toString('base64')
    return ask(issuer, form, { authorization: `Basic ${basic}` })
  }
  const { privateKey } = credential
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: privateKey.alg ?? 'ES256', kid: privateKey.kid })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(`${issuer}/token`)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(await importJWK(privateKey))
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  return ask(issuer, { ...form, client_assertion_type: type, client_assertion: assertion })
}

async function ask(
  issuer: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<FetchedToken> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { ...headers, accept: 'application/json' },
    body: new URLSearchParams(form),
  }).catch(() => null)
  if (!response) throw new Error(`Nothing answers at ${issuer}. Start it first: npm start`)
  const answer: { access_token?: string; expires_in?: number; error?: string } = await response
    .json()
    .catch(() => ({}))
  if (!response.ok || !answer.access_token) {
    throw new Error(`${issuer} gave no token: ${answer.error ?? `status ${response.status}`}.`)
  }
  return { token: answer.access_token, expiresIn: answer.expires_in ?? 0 }
}
