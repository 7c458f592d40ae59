// When the development issuer may run: every listener on loopback, and no other issuer configured.
import { expect, test } from 'vitest'
import { chooseIssuer } from '../issuer/allowed.ts'

const own = 'https://login.example.org'

test.each`
  issuer  | hosts                          | kind
  ${null} | ${['127.0.0.1']}               | ${'DEVELOPMENT'}
  ${null} | ${['localhost', '::1']}        | ${'DEVELOPMENT'}
  ${null} | ${['127.0.0.1', '127.0.0.2']}  | ${'DEVELOPMENT'}
  ${null} | ${['0.0.0.0']}                 | ${'REFUSED'}
  ${null} | ${['::']}                      | ${'REFUSED'}
  ${null} | ${['127.0.0.1', '0.0.0.0']}    | ${'REFUSED'}
  ${null} | ${['127.0.0.1', '192.0.2.10']} | ${'REFUSED'}
  ${null} | ${['engang.example.org']}      | ${'REFUSED'}
  ${null} | ${['']}                        | ${'REFUSED'}
  ${null} | ${[]}                          | ${'REFUSED'}
  ${own}  | ${['127.0.0.1']}               | ${'CONFIGURED'}
  ${own}  | ${['0.0.0.0']}                 | ${'CONFIGURED'}
`('issuer $issuer, listening on $hosts: $kind', ({ issuer, hosts, kind }) => {
  expect(chooseIssuer({ issuer, hosts }).kind).toBe(kind)
})

test('a refusal names both ways out', () => {
  const choice = chooseIssuer({ issuer: null, hosts: ['0.0.0.0'] })
  expect(choice.kind === 'REFUSED' && choice.message).toMatch(/HOST=127\.0\.0\.1.*ISSUER=https/)
})
