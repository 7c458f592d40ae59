// A command whose answer cannot be released stands; one that failed does not, and is not said to.
import { expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import type { Services } from '../access/operation.ts'
import type { Request } from '../access/request.ts'

const request = {
  id: '00000000-0000-4000-8000-000000000001',
  caller: { kind: 'SYSTEM', client: 'a-system', officer: null },
  represented: null,
  activity: 'KOM-17',
  caseReference: null,
  explain: false,
  asOf: { effective: new Date(0), registered: new Date(0), travelled: false, only: null },
} as unknown as Request

const services: Services = {
  readFacts: () => Promise.reject(new Error('no database')),
  release: () => Promise.reject(new Error('no log')),
  subjectOf: () => Promise.reject(new Error('no database')),
  officerAccounts: () => Promise.reject(new Error('no database')),
  process: 'gateway',
}

test.each`
  what                                | mutation | data                      | codes
  ${'a query'}                        | ${false} | ${{ me: { id: 'x' } }}    | ${['LOG_UNAVAILABLE']}
  ${'a command that was carried out'} | ${true}  | ${{ grantConsent: {} }}   | ${['LOG_UNAVAILABLE', 'COMMAND_STANDS']}
  ${'a command that failed'}          | ${true}  | ${{ grantConsent: null }} | ${['LOG_UNAVAILABLE']}
  ${'one of two that failed'}         | ${true}  | ${{ a: null, b: {} }}     | ${['LOG_UNAVAILABLE', 'COMMAND_STANDS']}
  ${'a command that never ran'}       | ${true}  | ${null}                   | ${['LOG_UNAVAILABLE']}
`('$what, when nothing can be recorded: $codes', async ({ mutation, data, codes }) => {
  const executed = await answer(request, { hash: 'h', mutation }, services, async ({ access }) => {
    // Something to record: a field whose facts cannot be read is refused.
    await access.askNobody({ coordinate: 'Consent.state' } as never)
    return { data }
  })
  expect(executed.data).toBeNull()
  expect(executed.errors?.map(error => error.extensions?.code)).toEqual(codes)
})
