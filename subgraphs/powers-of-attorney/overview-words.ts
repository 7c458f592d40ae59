// A right to act for another in plain words: what it reaches to, and how it ends; Danish and English.
import { type Label, labelsOf } from '../../access/labels.ts'
import type { Wording } from '../../access/signing.ts'
import { readSchemas } from '../registry.ts'
import type { Kind } from './lifecycle.ts'
import type { RegisterMandate, RegisterSource } from './overview.ts'
import type { Scope } from './scope.ts'

export type Language = 'DA' | 'EN'

export const say = ({ da, en }: Wording, language: Language): string => (language === 'DA' ? da : en)

// biome-ignore format: a table
const reach: Readonly<Record<Exclude<RegisterSource, 'SUPPLIER'>, Wording>> = {
  CUSTODY: { da: 'Alt for barnet, undtagen hvor den unge selv bestemmer, eller hvor alle med forældremyndighed skal være enige.', en: 'Everything for the child, except where young people decide alone or all who hold custody must agree.' },
  GUARDIANSHIP: { da: 'Økonomiske forhold.', en: 'Matters of money.' },
  OWNER: { da: 'Alt for virksomheden.', en: 'Everything for the business.' },
  SIGNING_RULE: { da: 'Alt for virksomheden efter dens tegningsregel.', en: 'Everything for the business, by its signing rule.' },
  TRUSTEE: { da: 'Alt for konkursboet.', en: "Everything for the bankrupt's estate." },
}

// biome-ignore format: a table
const ends: Readonly<Record<RegisterSource, Wording>> = {
  CUSTODY: { da: 'Ophører, når barnet fylder 18 år eller gifter sig. Familieretshuset og retten ændrer forældremyndighed.', en: 'Ends when the child turns 18 or marries. Familieretshuset and the courts change custody.' },
  GUARDIANSHIP: { da: 'Ophører, når retten ophæver fratagelsen af den retlige handleevne; bed Familieretshuset om det.', en: 'Ends when the court gives legal capacity back; ask Familieretshuset.' },
  OWNER: { da: 'Ophører med virksomheden eller ved et ejerskifte, som registreres hos Erhvervsstyrelsen.', en: 'Ends with the business or a change of owner, registered with Erhvervsstyrelsen.' },
  SIGNING_RULE: { da: 'Ophører, når ledelsen eller tegningsreglen ændres hos Erhvervsstyrelsen.', en: 'Ends when management or the signing rule is changed with Erhvervsstyrelsen.' },
  TRUSTEE: { da: 'Ophører, når skifteretten slutter konkursboet eller afsætter kurator.', en: 'Ends when the bankruptcy court closes the estate or removes the trustee.' },
  SUPPLIER: { da: "Ophører med aftalen, eller når en af myndighedens dataforvaltere kalder endSupplier.", en: "Ends with the contract, or when one of the authority's data stewards calls endSupplier." },
}

// biome-ignore format: a table
const powerEnds: Readonly<Record<'GIVEN' | 'HELD' | 'DECREE', Wording>> = {
  GIVEN: { da: 'Du kan til enhver tid tilbagekalde den med revokePowerOfAttorney.', en: 'You can end it at any time with revokePowerOfAttorney.' },
  HELD: { da: 'Du kan til enhver tid frasige dig den med renouncePowerOfAttorney.', en: 'You can end it at any time with renouncePowerOfAttorney.' },
  DECREE: { da: 'Ophører, når Familieretshuset ophæver værgemålet.', en: 'Ends when Familieretshuset ends the guardianship.' },
}

export const endingOfPower = (kind: Kind, side: 'GIVEN' | 'HELD', language: Language): string =>
  say(powerEnds[kind === 'DECREE' ? 'DECREE' : side], language)

export const endingOf = ({ source }: RegisterMandate, language: Language): string =>
  say(ends[source], language)

export function reachOf({ source, missing, activities }: RegisterMandate, language: Language): string {
  if (source === 'SUPPLIER') return only(activities, language)
  const together = missing ? ` ${say(missing, language)}` : ''
  return `${say(reach[source], language)}${together}`
}

let labels: ReadonlyMap<string, Label> | undefined

/** `See: address, name. Give and withdraw consents. Only for KOM-17.` */
export function scopeOf({ fields, actions, activities }: Scope, language: Language): string {
  labels ??= labelsOf(readSchemas().values())
  const names = fields.map(field => {
    const label = labels!.get(field)
    return (label && say(label, language)) || label?.en || field
  })
  const done = {
    READ: say({ da: `Se: ${names.join(', ')}.`, en: `See: ${names.join(', ')}.` }, language),
    CONSENT: say({ da: 'Give og trække samtykker tilbage.', en: 'Give and withdraw consents.' }, language),
    ACT: say({ da: 'Handle i øvrigt.', en: 'Give other commands.' }, language),
  }
  const limited = activities.length > 0 ? [only(activities, language)] : []
  return [...actions.map(action => done[action]), ...limited].join(' ')
}

const only = (activities: readonly string[], language: Language): string =>
  `${say({ da: 'Kun til', en: 'Only for' }, language)} ${activities.join(', ')}.`
