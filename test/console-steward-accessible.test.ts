// Every page of stewards for everyone: axe finds nothing, in both languages, on a desk and on a phone, whatever stands in it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { clean, type Look, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, visit } from './console-stack.ts'
import { enter } from './console-stewards.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 }) // a browser on a busy machine
const today = new Date()
const hostile = `<img src=x onerror=alert(1)> "' ${'langtord'.repeat(30)} \u202eeslaf`
const unread = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()

let stack: ConsoleStack
let consent = ''
beforeAll(async () => {
  stack = await openConsoleStack(today)
  const ask = async (
    who: string,
    activity: string,
    name: string,
    type: string,
    led: string,
    input: object,
  ) => {
    const headers = { 'Processing-Activity': activity, 'Case-Reference': '2026-1' }
    const text = `mutation ($input: ${type}!) { led: ${name}(input: $input) { ${led} problems { code path } } }`
    const { data } = await stack.ask(who, text, { input: { commandId: randomUUID(), ...input } }, headers)
    expect(data.led.problems).toEqual([])
    return data.led
  }
  const activity = {
    ...{
      id: 'KOM-20',
      purposeDa: hostile,
      purposeEn: hostile,
      article6: '6(1)(e)',
      act: hostile.slice(0, 200),
    },
    ...{ fields: [{ coordinate: 'Person.name', ground: 'LAW' }], subjects: ['PERSON'] },
    ...{ systems: ['kommune-sagssystem'], startedBy: 'AUTHORITY' },
  }
  await ask(
    'kommune-steward',
    'ADM-1',
    'draftActivity',
    'DraftActivityInput',
    'version { version }',
    activity,
  )
  const text = {
    title: hostile.slice(0, 60),
    request: hostile,
    consequenceOfNo: hostile,
    consequenceOfWithdrawal: hostile,
  }
  const template = {
    ...{
      id: 'hostile',
      activity: 'KOM-17',
      kind: 'SECTOR_LAW',
      paragraph: '§ 1',
      fields: ['Person.civilStatus'],
    },
    ...{ longestDays: 90, textDa: text, textEn: text },
  }
  await ask(
    'kommune-steward',
    'ADM-5',
    'draftConsentTemplate',
    'DraftConsentTemplateInput',
    'template { id }',
    template,
  )
  await ask('kommune-steward', 'ADM-9', 'draftPowerPackage', 'DraftPowerPackageInput', 'package { id }', {
    ...{ id: 'hostile', fields: ['Person.name'], actions: ['READ'], longestDays: 90 },
    ...{ titleDa: hostile.slice(0, 60), titleEn: hostile.slice(0, 60), textDa: hostile, textEn: hostile },
  })
  const paper = (id: string, interest: boolean) =>
    ask(
      'kommune-steward',
      'ADM-5',
      'registerConsent',
      'RegisterConsentInput',
      'consent { id } proposal { id }',
      {
        ...{ commandId: undefined, id, template: 'housing-support', cpr: person('anna', today).number },
        ...{ fields: ['Person.civilStatus'], validTo: inDays(30), language: 'DA', channel: 'PAPER' },
        ...{ signedOn: inDays(-1).slice(0, 10), document: '<b>ark</b>', interest },
      },
    )
  consent = (await paper('paper-1', false)).consent.id
  await paper('paper-2', true)
  const held = { id: consent, reasonDa: hostile }
  await ask('kommune-steward', 'ADM-5', 'suspendConsent', 'SuspendConsentInput', 'consent { id }', held)
  const letter = {
    ...{ grantor: { cpr: person('anna', today).number }, holder: { cpr: person('sofie', today).number } },
    ...{ fields: ['Person.name'], actions: ['READ'], validTo: inDays(30), interest: true },
    ...{ dated: inDays(-1).slice(0, 10), document: '<b>ark</b>' },
  }
  for (const interest of [true, false])
    await ask(
      'operator-steward',
      'ADM-7',
      'registerPowerOfAttorney',
      'RegisterPowerOfAttorneyInput',
      'proposal { id }',
      {
        ...letter,
        interest,
      },
    )
  const { cvr } = business('limfjord', today)
  await stack.admin`update businesses.attribute set value = ${hostile}
    where type = 'TEGNINGSREGEL' and value = 'Selskabet tegnes af ledelsen.'`
  await stack.ask('dorte', unread, { cvr }, { 'On-Behalf-Of': `business:${cvr}` })
  const parts = [
    { group: 'CHAIR', count: 1 },
    { group: 'MANAGEMENT', all: true },
  ]
  await ask(
    'operator-steward',
    'ADM-7',
    'proposeSigningReading',
    'ProposeSigningReadingInput',
    'reading { id }',
    {
      ...{ cvr, ways: [{ parts }] },
    },
  )
})
afterAll(() => stack?.close())

const ofKommune = () => [
  ...[
    '',
    '/case',
    '/activities',
    '/activities?state=DRAFT&q=x',
    '/activity?id=KOM-20',
    '/activity?id=KOM-17',
  ],
  ...[
    '/activity/draft',
    '/activity/draft?id=KOM-17',
    '/consents',
    '/consents?state=',
    `/consents/${consent}`,
  ],
  ...['/consents/register', '/consents/register?template=own-business', '/proposals', '/nowhere', '/powers'],
  ...['/templates', '/template?id=hostile', '/template?id=housing-support', '/template/draft'],
  ...['/template/draft?id=own-business', '/consents?wrong=1', '/consents?about=gone'],
  ...['/activities?state=ENDED', '/activity?id=KOM-9', '/accesses', '/cases', '/cases?state=ALL'],
  ...[
    '/packages',
    '/packages?q=nothing',
    '/package?id=hostile',
    '/package/draft',
    '/package/draft?id=hostile',
  ],
  ...['/template?id=housing-support&version=1', '/templates?q=nothing'],
]
const ofOperator = () => [
  '',
  '/powers',
  '/powers/register',
  '/proposals',
  '/activities?state=DRAFT',
  '/activity?id=KOM-20',
  '/signing',
  '/signing?wrong=1',
  '/signing?gone=1',
]
const ofFamily = () => ['/powers', '/powers/decree', '/futures', '/futures?wrong=1', '/futures?about=gone']
const stewards = [
  ['kommune-steward-1', /^(the municipality's data steward|Kommunens dataforvalter)/, ofKommune],
  ['operator-steward-1', /^(the operator's data steward|Operatørens dataforvalter)/, ofOperator],
  ['familieretshuset-steward-1', /^(an officer of|Sagsbehandler i) Familieretshuset/, ofFamily],
] as const
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 375, height: 700 } } as const

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test.each(['da', 'en'])('in %s', async language => {
    for (const [, name, paths] of stewards) {
      const { page, complaints } = await stack.page({ viewport })
      const go = (path: string) =>
        visit(page, `${stack.base}/console/steward${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
      await enter(page, stack.base, name)
      await go('/case')
      await page.locator('#case').fill('2026-4711')
      await page.locator('main form button[type=submit]').click()
      const looks: Look[] = []
      for (const path of paths()) {
        await go(path)
        looks.push(await lookAt(page, path))
      }
      expect(looks).toEqual(paths().map(clean))
      if (name.test('Operatørens dataforvalter')) {
        await go('/powers')
        await page.locator('#cpr').fill(person('anna', today).number)
        await page.locator('main form button[type=submit]').first().click()
        expect(await lookAt(page, 'found powers')).toEqual(clean('found powers'))
        expect(await page.locator('main section').count()).toBeGreaterThan(0)
        await go('/signing')
        await page.locator('main tbody a').first().click()
        expect(await lookAt(page, 'a reading that waits')).toEqual(clean('a reading that waits'))
        await page.locator('main > details summary').last().click()
        await page.locator('main form button[type=submit]').last().click()
        expect(await page.locator('[aria-invalid]').count()).toBe(1)
        expect(await lookAt(page, 'a signing rule')).toEqual(clean('a signing rule'))
      } else if (paths === ofKommune) {
        await go('/activity/draft')
        // Every mistake at once, at its field.
        await page.evaluate(() => {
          for (const field of document.querySelectorAll('[required]')) field.removeAttribute('required')
        })
        await page.locator('main form button[type=submit]').click()
        expect(await page.locator('[aria-invalid]').count()).toBeGreaterThan(4)
        expect(await lookAt(page, 'a draft with mistakes')).toEqual(clean('a draft with mistakes'))
      }
      expect(complaints.filter(text => !/\b(403|404|409)\b/.test(text))).toEqual([])
      await page.context().close()
    }
  })
})

test('at 400 % there is no scrolling to the side, whatever the texts hold', async () => {
  // 1,280 pixels at 400 % are 320 of CSS (WCAG 2.1, 1.4.10).
  for (const [, name, paths] of stewards) {
    const { page } = await stack.page({ viewport: { width: 320, height: 256 } })
    await enter(page, stack.base, name)
    await visit(page, `${stack.base}/console/steward/case`)
    await page.locator('#case').fill('2026-4711')
    await page.locator('main form button[type=submit]').click()
    const wide: string[] = []
    for (const path of paths()) {
      await visit(page, `${stack.base}/console/steward${path}`)
      if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 320) wide.push(path)
    }
    expect(wide).toEqual([])
    await page.context().close()
  }
})
