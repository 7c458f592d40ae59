// The decision as tables: every ground, every refusal within reach, and the prohibitions that beat each permission.
import { describe, expect, test } from 'vitest'
import type { Asker, Decision } from '../access/decide.ts'
import { decide, decideCommand, decideEntry, decideExistence, decideOther } from '../access/decide.ts'
import {
  activity,
  anna,
  banks,
  callerFacts,
  citizen,
  citizenship,
  civilStatus,
  consent,
  custody,
  cvrName,
  field,
  held,
  holding,
  inDays,
  kommune,
  mandate,
  name,
  number,
  sofie,
  subject,
  system,
  unregistered,
} from './decision-facts.ts'

/** The ground of what is given, the code of what is refused, and which of the two it was. */
const told = (decision: Decision): string =>
  decision.outcome === 'REFUSE' ? decision.code : `${decision.outcome} ${decision.ground}`

const ask = (asker: Asker, rule: typeof name, of = subject(), parties: readonly string[] = []) =>
  told(decide(asker, { rule, subject: of, parties }))

const kom17 = system(activity())
const bank1 = system(banks())
const hidden = subject({ protected: true })

describe('a system', () => {
  const unknownSystem = system(activity(), { facts: callerFacts({ activity: activity() }) })
  const ofAnother = system(activity({ authority: '99000009' }))
  const notItsOwn = system(activity({ systems: ['another-system'] }))
  const ended = system(activity({ validTo: inDays(0) }))
  const future = system(activity({ validFrom: inDays(1) }))
  const local = system(activity({ population: '0851' }))
  const forAnna = system(activity(), { represented: { kind: 'PERSON', id: anna } })
  const forAuthority = system(activity(), { represented: { kind: 'AUTHORITY', cvr: kommune } })
  const onlyBusinesses = system(activity({ subjects: ['BUSINESS'] }))

  test.each`
    asks                                         | asker                                      | rule           | of                                                | expected
    ${'what is open, without an activity (F01)'} | ${system(null)}                            | ${cvrName}     | ${subject()}                                      | ${'PERMIT OPEN'}
    ${'without an activity (F01)'}               | ${system(null)}                            | ${name}        | ${subject()}                                      | ${'ACTIVITY_MISSING'}
    ${'under an activity that is not there'}     | ${{ ...system(null), activity: 'KOM-99' }} | ${name}        | ${subject()}                                      | ${'ACTIVITY_UNKNOWN'}
    ${'as a system that nobody registered'}      | ${unknownSystem}                           | ${name}        | ${subject()}                                      | ${'ACTIVITY_UNKNOWN'}
    ${"under another authority's (F02)"}         | ${ofAnother}                               | ${name}        | ${subject()}                                      | ${'ACTIVITY_UNKNOWN'}
    ${'under one that it may not use'}           | ${notItsOwn}                               | ${name}        | ${subject()}                                      | ${'ACTIVITY_UNKNOWN'}
    ${'at the very end of the activity (T13)'}   | ${ended}                                   | ${name}        | ${subject()}                                      | ${'ACTIVITY_ENDED'}
    ${'before the activity begins'}              | ${future}                                  | ${name}        | ${subject()}                                      | ${'ACTIVITY_ENDED'}
    ${'what is given by law'}                    | ${kom17}                                   | ${name}        | ${subject()}                                      | ${'PERMIT LAW'}
    ${'what the activity lacks (F04)'}           | ${kom17}                                   | ${citizenship} | ${subject()}                                      | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'a kind of subject that it lacks'}         | ${onlyBusinesses}                          | ${name}        | ${subject()}                                      | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'someone of another municipality'}         | ${local}                                   | ${name}        | ${subject()}                                      | ${'ACTIVITY_REACH'}
    ${'someone of the municipality'}             | ${local}                                   | ${name}        | ${subject({ municipality: '0851' })}              | ${'PERMIT LAW'}
    ${'nobody registered, in a municipality'}    | ${local}                                   | ${name}        | ${unregistered}                                   | ${'ACTIVITY_REACH'}
    ${'nobody registered, by law'}               | ${kom17}                                   | ${name}        | ${unregistered}                                   | ${'PERMIT LAW'}
    ${'nobody registered, by consent'}           | ${kom17}                                   | ${civilStatus} | ${unregistered}                                   | ${'CONSENT_MISSING'}
    ${'what needs consent, without one (C01)'}   | ${kom17}                                   | ${civilStatus} | ${subject()}                                      | ${'CONSENT_MISSING'}
    ${'what needs consent, with one (C02)'}      | ${kom17}                                   | ${civilStatus} | ${subject({ consents: [consent()] })}             | ${'PERMIT CONSENT'}
    ${'of the dead, by law (X6)'}                | ${kom17}                                   | ${name}        | ${subject({ dead: true })}                        | ${'PERMIT LAW'}
    ${'of the dead, by consent (P20)'}           | ${kom17}                                   | ${civilStatus} | ${subject({ dead: true, consents: [consent()] })} | ${'CONSENT_EXPIRED'}
    ${'of the protected, as an authority (F07)'} | ${kom17}                                   | ${name}        | ${hidden}                                         | ${'PERMIT LAW'}
    ${'on behalf of a person'}                   | ${forAnna}                                 | ${name}        | ${subject()}                                      | ${'MANDATE_MISSING'}
    ${'on behalf of an authority, no mandate'}   | ${forAuthority}                            | ${name}        | ${subject()}                                      | ${'MANDATE_MISSING'}
  `('asks $asks → $expected', ({ asker, rule, of, expected }) => {
    expect(ask(asker, rule, of)).toBe(expected)
  })

  test('an authority reads the records in which it is a party, and no others', () => {
    const state = field('Consent.state')
    expect(ask(kom17, state, subject(), [kommune])).toBe('PERMIT PARTY')
    expect(ask(kom17, state, subject(), ['99000009'])).toBe('ACTIVITY_FIELD_OUTSIDE')
    expect(ask(system(null), state, subject(), [kommune])).toBe('ACTIVITY_MISSING')
  })

  test('a decision by consent leans on that consent and on the subject as it was', () => {
    const decision = decide(kom17, {
      rule: civilStatus,
      subject: subject({ consents: [consent({ state: 'WITHDRAWN', id: 'c0' }), consent()] }),
      parties: [],
    })
    expect(decision).toMatchObject({
      relies: { consents: ['c1'], mandates: [], standings: [{ subject: anna, revision: 7 }] },
    })
  })
})

describe('prohibitions beat every permission', () => {
  const travelling = system(banks(), { travelled: true })
  const excepted = system(banks({ protectionException: 'CPR act § 42(2)' }))
  const once = subject({ everProtected: true })
  const earlier = { ...name, earlier: true }
  const gittes = subject({ protected: true, consents: [consent({ fields: ['Person.name'] })] })
  const byConsent = system(banks({ fields: new Map([['Person.name', 'CONSENT']]) }))
  const child = { rights: custody(inDays(100)), protected: true, residence: 'a secret home' }
  const atHome = citizen(anna, { self: subject({ id: sofie, canonical: sofie, residence: 'a secret home' }) })
  const homeless = citizen(anna, { self: subject({ id: sofie, canonical: sofie, residence: null }) })
  const travellingFor = citizen(anna, { travelled: true })
  const ours = subject({ rights: held(mandate()) })

  test.each`
    prohibition                                     | asker                                      | rule           | of                                                          | expected
    ${'a: protected, private, by law'}              | ${bank1}                                   | ${name}        | ${hidden}                                                   | ${'WITHHOLD LAW'}
    ${'a: a consent does not lift it (F05)'}        | ${byConsent}                               | ${name}        | ${gittes}                                                   | ${'WITHHOLD CONSENT'}
    ${'a: not protected, private'}                  | ${bank1}                                   | ${name}        | ${subject()}                                                | ${'PERMIT LAW'}
    ${'a: protected, by power of attorney'}         | ${citizen(anna)}                           | ${name}        | ${{ ...ours, protected: true }}                             | ${'WITHHOLD MANDATE'}
    ${'a: protected, what tells no place'}          | ${citizen(anna)}                           | ${civilStatus} | ${{ ...ours, protected: true }}                             | ${'PERMIT MANDATE'}
    ${'a: custody, living elsewhere (X1)'}          | ${citizen(anna)}                           | ${name}        | ${subject(child)}                                           | ${'WITHHOLD MANDATE'}
    ${'a: custody, at the same address (X2)'}       | ${atHome}                                  | ${name}        | ${subject(child)}                                           | ${'PERMIT MANDATE'}
    ${'a: two without a place share no home'}       | ${homeless}                                | ${name}        | ${subject({ ...child, residence: null })}                   | ${'WITHHOLD MANDATE'}
    ${'a: a power of attorney at the same address'} | ${atHome}                                  | ${name}        | ${{ ...ours, protected: true, residence: 'a secret home' }} | ${'WITHHOLD MANDATE'}
    ${'a: private, citing an exception of the act'} | ${excepted}                                | ${name}        | ${hidden}                                                   | ${'PERMIT LAW'}
    ${'a: earlier values of one once protected'}    | ${bank1}                                   | ${earlier}     | ${once}                                                     | ${'WITHHOLD LAW'}
    ${'a: present values of one once protected'}    | ${bank1}                                   | ${name}        | ${once}                                                     | ${'PERMIT LAW'}
    ${'a: earlier values of one never protected'}   | ${bank1}                                   | ${earlier}     | ${subject()}                                                | ${'PERMIT LAW'}
    ${'b: the number, to a private recipient (X7)'} | ${bank1}                                   | ${number}      | ${subject()}                                                | ${'NUMBER_NEVER_PRIVATE'}
    ${'b: the number, to an authority'}             | ${kom17}                                   | ${number}      | ${subject()}                                                | ${'PERMIT LAW'}
    ${'c: another time, private (X3)'}              | ${travelling}                              | ${name}        | ${subject()}                                                | ${'ACTIVITY_REACH'}
    ${'c: another time, an authority'}              | ${system(activity(), { travelled: true })} | ${name}        | ${subject()}                                                | ${'PERMIT LAW'}
    ${'c: another time, by mandate'}                | ${travellingFor}                           | ${name}        | ${ours}                                                     | ${'MANDATE_SCOPE'}
    ${'c: another time, oneself'}                   | ${citizen(null, { travelled: true })}      | ${name}        | ${subject({ id: sofie, canonical: sofie })}                 | ${'PERMIT OWN'}
    ${'d: death ends a power of attorney (P19)'}    | ${citizen(anna)}                           | ${name}        | ${{ ...ours, dead: true }}                                  | ${'MANDATE_LAPSED'}
  `('$prohibition → $expected', ({ asker, rule, of, expected }) => {
    expect(ask(asker, rule, of)).toBe(expected)
  })

  test('what protection could have hidden leans on the subject as it was, so that a new protection counts', () => {
    const decision = decide(bank1, { rule: name, subject: subject(), parties: [] })
    expect(decision).toMatchObject({ relies: { standings: [{ subject: anna, revision: 7 }] } })
  })
})

describe('a person', () => {
  const own = subject({ id: sofie, canonical: sofie })
  const byOldId = citizen(null, { self: subject({ id: sofie, canonical: anna }) })
  const forBusiness = citizen(null, {
    caller: { kind: 'PERSON', client: 'playground', person: sofie, business: holding },
  })
  const ours = subject({ rights: held(mandate()) })

  test.each`
    asks                                     | asker                                                                  | rule                            | of                                                                | expected
    ${'about themselves'}                    | ${citizen()}                                                           | ${number}                       | ${own}                                                            | ${'PERMIT OWN'}
    ${'about themselves, protected'}         | ${citizen()}                                                           | ${name}                         | ${{ ...own, protected: true }}                                    | ${'PERMIT OWN'}
    ${'about themselves under a mandate'}    | ${citizen(anna)}                                                       | ${name}                         | ${own}                                                            | ${'PERMIT OWN'}
    ${'by an id merged into another'}        | ${byOldId}                                                             | ${name}                         | ${subject()}                                                      | ${'PERMIT OWN'}
    ${'about the business of the token'}     | ${forBusiness}                                                         | ${field('Business.employment')} | ${subject({ id: holding, canonical: holding, kind: 'BUSINESS' })} | ${'PERMIT OWN'}
    ${'about another, saying nothing'}       | ${citizen()}                                                           | ${name}                         | ${ours}                                                           | ${'MANDATE_MISSING'}
    ${'about another, without a mandate'}    | ${citizen(anna)}                                                       | ${name}                         | ${subject()}                                                      | ${'MANDATE_MISSING'}
    ${'about a third, on behalf of another'} | ${citizen(holding)}                                                    | ${name}                         | ${ours}                                                           | ${'MANDATE_MISSING'}
    ${'within the mandate (P01)'}            | ${citizen(anna)}                                                       | ${name}                         | ${ours}                                                           | ${'PERMIT MANDATE'}
    ${'outside the mandate (P02)'}           | ${citizen(anna)}                                                       | ${citizenship}                  | ${ours}                                                           | ${'MANDATE_SCOPE'}
    ${'the number, under a mandate for it'}  | ${citizen(anna)}                                                       | ${number}                       | ${subject({ rights: held(mandate({ fields: ['Person.cpr'] })) })} | ${'PERMIT MANDATE'}
    ${'for an authority'}                    | ${citizen(null, { represented: { kind: 'AUTHORITY', cvr: kommune } })} | ${name}                         | ${ours}                                                           | ${'MANDATE_MISSING'}
    ${'their own facts missing'}             | ${citizen(anna, { self: null })}                                       | ${name}                         | ${ours}                                                           | ${'INDETERMINATE'}
  `('asks $asks → $expected', ({ asker, rule, of, expected }) => {
    expect(ask(asker, rule, of)).toBe(expected)
  })

  test('reads records that name them', () => {
    expect(ask(citizen(), field('PowerOfAttorney.state'), subject(), [sofie])).toBe('PERMIT PARTY')
    expect(ask(citizen(), field('PowerOfAttorney.state'), subject(), [holding])).toBe('MANDATE_MISSING')
  })

  test('under a mandate the decision leans on it, and on both as they were', () => {
    const decision = decide(citizen(anna), { rule: name, subject: ours, parties: [] })
    expect(decision).toMatchObject({
      relies: {
        mandates: ['m1'],
        standings: expect.arrayContaining([
          { subject: anna, revision: 7 },
          { subject: sofie, revision: 7 },
        ]),
      },
    })
  })
})

describe('a name of someone else inside a record that was given (X8)', () => {
  const spouse = field('CivilStatus.spouseName', { hiddenByProtection: true })
  const child = { rights: custody(inDays(100)), protected: true, residence: 'a secret home' }
  const atHome = citizen(anna, { self: subject({ id: sofie, canonical: sofie, residence: 'a secret home' }) })
  test.each`
    asker            | other             | expected
    ${kom17}         | ${hidden}         | ${'PERMIT OPEN'}
    ${bank1}         | ${hidden}         | ${'WITHHOLD OPEN'}
    ${bank1}         | ${subject()}      | ${'PERMIT OPEN'}
    ${citizen()}     | ${hidden}         | ${'PERMIT OPEN'}
    ${citizen(anna)} | ${hidden}         | ${'WITHHOLD OPEN'}
    ${citizen(anna)} | ${subject(child)} | ${'WITHHOLD OPEN'}
    ${atHome}        | ${subject(child)} | ${'PERMIT OPEN'}
  `('→ $expected', ({ asker, other, expected }) => {
    expect(told(decideOther(asker, spouse, other))).toBe(expected)
  })
})

describe('a root field', () => {
  test.each`
    asker                                    | reach       | expected
    ${kom17}                                 | ${'LOOKUP'} | ${'PERMIT LAW'}
    ${kom17}                                 | ${'SEARCH'} | ${'ACTIVITY_REACH'}
    ${kom17}                                 | ${'LIST'}   | ${'ACTIVITY_REACH'}
    ${system(activity({ reach: 'SEARCH' }))} | ${'LOOKUP'} | ${'PERMIT LAW'}
    ${system(activity({ reach: 'SEARCH' }))} | ${'LIST'}   | ${'ACTIVITY_REACH'}
    ${system(activity({ reach: 'LIST' }))}   | ${'LIST'}   | ${'PERMIT LAW'}
    ${system(null)}                          | ${'LOOKUP'} | ${'ACTIVITY_MISSING'}
    ${citizen()}                             | ${'LOOKUP'} | ${'PERMIT OWN'}
  `('$asker.activity reaching for $reach → $expected (X9)', ({ asker, reach, expected }) => {
    expect(told(decideEntry(asker, reach))).toBe(expected)
  })
})

describe('whether someone may be known to exist', () => {
  const rules = [number, name, citizenship, civilStatus]
  const consentOnly = system(
    banks({
      fields: new Map([
        ['Person.name', 'CONSENT'],
        ['Person.civilStatus', 'CONSENT'],
      ]),
    }),
  )
  const both = [consent({ fields: ['Person.name', 'Person.civilStatus'] })]
  const nameOnly = [consent({ fields: ['Person.name'] })]
  test.each`
    asked                                            | asker           | of                                                  | expected
    ${'someone, by law'}                             | ${kom17}        | ${subject()}                                        | ${'PERMIT LAW'}
    ${'nobody, by law'}                              | ${kom17}        | ${unregistered}                                     | ${'PERMIT LAW'}
    ${'someone without consents, by consent'}        | ${consentOnly}  | ${subject()}                                        | ${'CONSENT_MISSING'}
    ${'nobody, by consent'}                          | ${consentOnly}  | ${unregistered}                                     | ${'CONSENT_MISSING'}
    ${'someone with a consent'}                      | ${consentOnly}  | ${subject({ consents: both })}                      | ${'PERMIT CONSENT'}
    ${'someone protected, with a consent to more'}   | ${consentOnly}  | ${subject({ protected: true, consents: both })}     | ${'PERMIT CONSENT'}
    ${'someone protected, with a consent to a name'} | ${consentOnly}  | ${subject({ protected: true, consents: nameOnly })} | ${'PERMIT CONSENT'}
    ${'someone, by an unknown activity'}             | ${system(null)} | ${subject()}                                        | ${'ACTIVITY_MISSING'}
    ${'another, as a citizen'}                       | ${citizen()}    | ${subject()}                                        | ${'MANDATE_MISSING'}
    ${'nobody, as a citizen'}                        | ${citizen()}    | ${unregistered}                                     | ${'MANDATE_MISSING'}
  `('about $asked → $expected', ({ asker, of, expected }) => {
    expect(told(decideExistence(asker, rules, { subject: of, parties: [] }))).toBe(expected)
  })

  const withdrawn = subject({ consents: [consent({ state: 'WITHDRAWN' })] })
  test('the nearest refusal speaks: a consent withdrawn before one that never was', () => {
    const decision = decideExistence(consentOnly, rules, { subject: withdrawn, parties: [] })
    expect(told(decision)).toBe('CONSENT_WITHDRAWN')
  })

  test('a type of which everything is open says nothing about anyone: no field, no permit', () => {
    expect(told(decideExistence(kom17, [], { subject: subject(), parties: [] }))).toBe(
      'ACTIVITY_FIELD_OUTSIDE',
    )
  })
})

describe('a command', () => {
  const by = (...callers: readonly string[]) =>
    field('Mutation.grantConsent', { class: 'OPEN', command: { by: callers as never, action: 'CONSENT' } })
  const consenting = subject({ rights: held(mandate({ actions: ['CONSENT'] })) })
  test.each`
    giver                                   | asker            | rule                               | of                                         | expected
    ${'the person'}                         | ${citizen()}     | ${by('SUBJECT')}                   | ${subject()}                               | ${'PERMIT OWN'}
    ${'a person, to systems only'}          | ${citizen()}     | ${by('SYSTEM')}                    | ${subject()}                               | ${'MANDATE_MISSING'}
    ${'a representative who may'}           | ${citizen(anna)} | ${by('SUBJECT', 'REPRESENTATIVE')} | ${consenting}                              | ${'PERMIT MANDATE'}
    ${'a representative who may only read'} | ${citizen(anna)} | ${by('SUBJECT', 'REPRESENTATIVE')} | ${subject({ rights: held(mandate()) })}    | ${'MANDATE_SCOPE'}
    ${'a representative, none is let in'}   | ${citizen(anna)} | ${by('SUBJECT')}                   | ${consenting}                              | ${'MANDATE_SCOPE'}
    ${'a representative without a mandate'} | ${citizen(anna)} | ${by('REPRESENTATIVE')}            | ${subject()}                               | ${'MANDATE_MISSING'}
    ${'a custody holder'}                   | ${citizen(anna)} | ${by('REPRESENTATIVE')}            | ${subject({ rights: custody(inDays(9)) })} | ${'PERMIT MANDATE'}
    ${'a system'}                           | ${kom17}         | ${by('SYSTEM')}                    | ${null}                                    | ${'PERMIT LAW'}
    ${'a system, to persons only'}          | ${kom17}         | ${by('SUBJECT')}                   | ${null}                                    | ${'ACTIVITY_REACH'}
    ${'a system without an activity'}       | ${system(null)}  | ${by('SYSTEM')}                    | ${null}                                    | ${'ACTIVITY_MISSING'}
    ${'nobody that is named'}               | ${citizen()}     | ${by()}                            | ${subject()}                               | ${'MANDATE_MISSING'}
    ${'a field that is no command'}         | ${citizen()}     | ${name}                            | ${subject()}                               | ${'MANDATE_MISSING'}
  `('given by $giver → $expected', ({ asker, rule, of, expected }) => {
    expect(told(decideCommand(asker, rule, of))).toBe(expected)
  })
})
