// The addresses at which this installation is reached.
import { isLoopback, type Settings } from '../settings.ts'

/**
 * `http://localhost:4000`: what people type, and the origin of the development issuer. Other addresses stay as they
 * are set; an IPv6 address is put into brackets.
 */
export function baseUrl({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const usual = ['127.0.0.1', '::1', 'localhost'].includes(host)
  const name = everywhere || usual ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

/** Whether the development issuer runs in this installation. */
export function isDevelopment({ issuer, host }: Pick<Settings, 'issuer' | 'host'>): boolean {
  return issuer === null && isLoopback(host)
}
