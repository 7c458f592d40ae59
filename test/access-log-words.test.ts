// The access log in plain words: each field's name from the schema itself, each basis and each refusal in both languages.
import { describe, expect, test } from 'vitest'
import { isRecorded, labelsOf, readLabel } from '../access/labels.ts'
import { reason, refusalCodes } from '../access/refusals.ts'
import type { AccessRow } from '../subgraphs/access-log/store.ts'
import { labelOf, summary, type Told, whyRefused } from '../subgraphs/access-log/summary.ts'
import { classifyPlatform, readSchemas } from '../subgraphs/registry.ts'

const labels = labelsOf(readSchemas().values())

describe('labels', () => {
  test.each`
    description                                                           | en                                           | da
    ${'The name in force (*navn*). Null when it is protected from you.'}  | ${'name'}                                    | ${'navn'}
    ${"The person's children (*børn*). What you see of each is decided."} | ${'children'}                                | ${'børn'}
    ${'Where the person stands in the register: resident … (*status*).'}  | ${'where the person stands in the register'} | ${'status'}
    ${'Earlier names, newest first (*historiske navne*).'}                | ${'earlier names'}                           | ${'historiske navne'}
    ${'A business (*virksomhed*) with a *CVR-nummer*.'}                   | ${'a business'}                              | ${'virksomhed'}
    ${'Two\n  lines of text (*to\n linjer*) here.'}                       | ${'two lines of text'}                       | ${'to linjer'}
    ${'No term.'}                                                         | ${'no term'}                                 | ${''}
    ${''}                                                                 | ${''}                                        | ${''}
  `('$description → $en, $da', ({ description, en, da }) => {
    expect(readLabel(description)).toEqual({ en, da })
  })

  const recorded = [...classifyPlatform().values()].flatMap(type =>
    [...type.fields.values()].filter(field => isRecorded(type, field)).map(({ coordinate }) => coordinate),
  )

  test.each(recorded)(
    '%s has a Danish term in italics, and first words in English that say what it is, in its description',
    coordinate => {
      const label = labels.get(coordinate)!
      expect(label.da).toMatch(/^\p{L}[^.()]{1,60}$/u)
      expect(label.en).toMatch(/^\p{L}[^.()]{1,80}$/u)
      expect(label.da).not.toBe(label.en)
    },
  )

  test('what can stand in a record is more than a few', () => {
    expect(recorded.length).toBeGreaterThan(70)
    expect(recorded).toEqual(
      expect.arrayContaining([
        'Person.address',
        'Mutation.grantConsent',
        'CivilStatus.spouseName',
        'Query.person',
      ]),
    )
    expect(recorded).not.toContain('PersonName.full')
    expect(recorded).not.toContain('Business.name')
  })

  test('two fields of one type have two names, so that a citizen can tell them apart', () => {
    for (const language of ['da', 'en'] as const) {
      const names = recorded
        .filter(coordinate => /^(Person|Business|Consent|PowerOfAttorney)\./.test(coordinate))
        .map(coordinate => `${coordinate.split('.')[0]} ${labels.get(coordinate)![language]}`)
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    }
  })

  test('a field that the schema no longer has is told by its name', () => {
    expect(labelOf(labels, 'Person.shoeSize', 'DA')).toBe('shoeSize')
  })
})

describe('why', () => {
  test.each([...refusalCodes, 'NAME_AND_ADDRESS_PROTECTED'])('%s is said in both languages', code => {
    const words = reason(code)!
    expect([words.da.length > 10, words.en.length > 10, words.da === words.en]).toEqual([true, true, false])
    expect([whyRefused(code, 'DA'), whyRefused(code, 'EN')]).toEqual([words.da, words.en])
  })

  test.each(['NEVER_HEARD_OF', 'constructor', '__proto__'])(
    '%s, which nobody knows, is told as it is',
    code => {
      expect(whyRefused(code, 'DA')).toBe(code)
    },
  )
})

const row: AccessRow = {
  id: '1',
  at: new Date('2026-07-01T22:30:00Z'),
  subjectId: 's',
  client: 'c',
  authority: '99000014',
  processor: null,
  officer: 'o-1',
  personId: null,
  activity: 'KOM-17',
  activityVersion: 1,
  caseReference: null,
  given: [],
  refused: [],
  hiddenUntil: null,
  place: '2026-07-01 22:30:00+00',
}
const told: Told = {
  who: 'AUTHORITY',
  authority: 'Strandby Kommune',
  processor: null,
  purpose: 'At hjælpe.',
  act: 'Lov § 1',
  labels,
}
const given = (ground: string, ...fields: string[]) => fields.map(field => ({ field, ground }))
const refused = (code: string, ...fields: string[]) => fields.map(field => ({ field, code }))
const when = { da: 'den 2. juli 2026 kl. 00.30', en: 'on 2 July 2026 at 00:30' }

describe('a record in a sentence', () => {
  // biome-ignore format: a table
  test.each<[string, Partial<AccessRow>, Partial<Told>, string, string]>([
    ['by law', { given: given('LAW', 'Person.name', 'Person.address') }, {},
      `Strandby Kommune fik at se navn og bopælsadresse efter loven (Lov § 1) ${when.da}. Formål: At hjælpe.`,
      `Strandby Kommune was given name and address by law (Lov § 1) ${when.en}. Purpose: At hjælpe.`],
    ['in a case', { given: given('LAW', 'Person.name'), caseReference: '2026-4711' }, {},
      `Strandby Kommune fik at se navn efter loven (Lov § 1) ${when.da}. Formål: At hjælpe. Sag: 2026-4711.`,
      `Strandby Kommune was given name by law (Lov § 1) ${when.en}. Purpose: At hjælpe. Case: 2026-4711.`],
    ['by law and consent, the rest refused', { given: [...given('LAW', 'Query.person', 'Person.name'), ...given('CONSENT', 'Person.sex')], refused: refused('CONSENT_FIELD_OUTSIDE', 'Person.children') }, { purpose: null },
      `Strandby Kommune fik at se navn efter loven (Lov § 1), fik at se køn efter samtykke og fik ikke at se børn (samtykket omfatter det ikke) ${when.da}.`,
      `Strandby Kommune was given name by law (Lov § 1), was given sex as registered by consent and was refused children (the consent does not cover it) ${when.en}.`],
    ['refused for two reasons', { refused: [...refused('CONSENT_MISSING', 'Person.sex'), ...refused('ACTIVITY_FIELD_OUTSIDE', 'Person.name', 'Person.address')] }, { purpose: null },
      `Strandby Kommune fik ikke at se køn (det kræver samtykke, og der er ikke givet noget) og fik ikke at se navn og bopælsadresse (oplysningen hører ikke til formålet) ${when.da}.`,
      `Strandby Kommune was refused sex as registered (it takes a consent, and none was given) and was refused name and address (the information does not belong to the purpose) ${when.en}.`],
    ['a look-up that gave nothing more', { given: given('LAW', 'Query.person') }, { act: null, purpose: null },
      `Strandby Kommune fik at se opslag på personnummer efter loven ${when.da}.`,
      `Strandby Kommune was given a person by personal number by law ${when.en}.`],
    ['a supplier', { processor: '99000022', given: given('LAW', 'Person.name') }, { processor: 'Lev A/S', purpose: null },
      `Lev A/S på vegne af Strandby Kommune fik at se navn efter loven (Lov § 1) ${when.da}.`,
      `Lev A/S on behalf of Strandby Kommune was given name by law (Lov § 1) ${when.en}.`],
    ['an authority without a name', { given: given('LAW', 'Person.name') }, { authority: null, purpose: null },
      `En myndighed fik at se navn efter loven (Lov § 1) ${when.da}.`,
      `An authority was given name by law (Lov § 1) ${when.en}.`],
    ['oneself', { given: given('OWN', 'Person.name') }, { who: 'YOU', purpose: null },
      `Du fik at se navn ${when.da}.`, `You were given name ${when.en}.`],
    ['by power of attorney', { given: [{ field: 'Person.name', ground: 'MANDATE', mandate: 'm', by: 'POWER_OF_ATTORNEY' }] }, { who: 'FOR_YOU', purpose: null },
      `En person, der handler for dig, fik at se navn efter fuldmagt ${when.da}.`,
      `A person acting for you was given name by power of attorney ${when.en}.`],
    ['by custody', { given: [{ field: 'Person.name', ground: 'MANDATE', by: 'CUSTODY' }] }, { who: 'FOR_THEM', purpose: null },
      `En person, der handler for den registrerede, fik at se navn som indehaver af forældremyndigheden ${when.da}.`,
      `A person acting for the data subject was given name as holder of custody ${when.en}.`],
    ['for a business', { given: [{ field: 'Person.name', ground: 'MANDATE', by: 'SIGNING_RULE' }] }, { who: 'FOR_YOU', purpose: null },
      `En person, der handler for dig, fik at se navn efter virksomhedens tegningsregel ${when.da}.`,
      `A person acting for you was given name by the business's signing rule ${when.en}.`],
    ['a command', { given: given('OWN', 'Mutation.grantConsent') }, { who: 'YOU', purpose: null },
      `Du udførte »giv samtykke« ${when.da}.`, `You carried out “gives a consent that was asked for” ${when.en}.`],
    ['a command refused', { refused: refused('MANDATE_SCOPE', 'Mutation.withdrawConsent') }, { who: 'FOR_YOU', purpose: null },
      `En person, der handler for dig, måtte ikke udføre »tilbagekald« (retten til at handle for en anden omfatter det ikke) ${when.da}.`,
      `A person acting for you was not allowed to carry out “withdraws a consent” (the right to act for another does not cover it) ${when.en}.`],
    ['withheld', { refused: refused('NAME_AND_ADDRESS_PROTECTED', 'Person.address') }, { purpose: null },
      `Strandby Kommune fik ikke at se bopælsadresse (navn og adresse er beskyttet) ${when.da}.`,
      `Strandby Kommune was refused address (name and address are protected) ${when.en}.`],
    ['nothing at all', {}, { purpose: null },
      `Strandby Kommune spurgte ${when.da}.`, `Strandby Kommune asked ${when.en}.`],
  ])('%s', (_, record, known, da, en) => {
    expect(summary({ ...row, ...record }, { ...told, ...known }, 'DA')).toBe(da)
    expect(summary({ ...row, ...record }, { ...told, ...known }, 'EN')).toBe(en)
  })

  test('no officer stands in it (L11)', () => {
    expect(summary({ ...row, given: given('LAW', 'Person.name') }, told, 'DA')).not.toContain('o-1')
  })
})
