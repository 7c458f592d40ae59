// Whether the development issuer may run: it gives anyone who reaches it a token for anyone.
import { isLoopback } from '../settings.ts'

export type IssuerChoice =
  | { readonly kind: 'DEVELOPMENT' }
  | { readonly kind: 'CONFIGURED'; readonly issuer: string }
  | { readonly kind: 'REFUSED'; readonly message: string }

/**
 * Which issuer this start uses. `hosts` are the addresses of every listener, gateway and subgraphs alike; one that
 * is not loopback is enough to refuse. No host at all refuses too: then nobody knows what listens.
 */
export function chooseIssuer(start: {
  readonly issuer: string | null
  readonly hosts: readonly string[]
}): IssuerChoice {
  if (start.issuer) return { kind: 'CONFIGURED', issuer: start.issuer }
  if (start.hosts.length > 0 && start.hosts.every(isLoopback)) return { kind: 'DEVELOPMENT' }
  return {
    kind: 'REFUSED',
    message:
      'The development issuer gives anyone who reaches it a token for anyone, so it runs on loopback only. ' +
      'Either listen on this machine alone (HOST=127.0.0.1), or name your own issuer (ISSUER=https://…).',
  }
}
