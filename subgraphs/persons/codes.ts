// The register's codes and the values of the schema's enums that they stand for; an unknown code is null.

function table<Value extends string>(values: Readonly<Record<string, Value>>) {
  const meaning = (code: string | null): Value | null =>
    (code !== null && Object.hasOwn(values, code) && values[code]) || null
  const codes = new Map<string, string>(Object.entries(values).map(([code, value]) => [value, code]))
  /** The register's code of a value; throws for one that the schema does not have. */
  const codeOf = (value: string): string => {
    const code = codes.get(value)
    if (code === undefined) throw new Error('The schema has no such value.')
    return code
  }
  return Object.assign(meaning, { codeOf })
}

/** 001 STATUS. */
export const personStatus = table({
  '01': 'RESIDENT',
  '03': 'RESIDENT_SPECIAL_ROAD_CODE',
  '05': 'RESIDENT_GREENLAND',
  '07': 'RESIDENT_GREENLAND_SPECIAL_ROAD_CODE',
  '10': 'RESERVED',
  '20': 'NO_RESIDENCE',
  '30': 'ANNULLED',
  '50': 'DELETED',
  '60': 'CHANGED',
  '70': 'DISAPPEARED',
  '80': 'EMIGRATED',
  '90': 'DEAD',
})

/** 001 KOEN. */
export const sex = table({ K: 'FEMALE', M: 'MALE' })

/** 004 BESKYTTYPE. */
export const protectionKind = table({
  '0001': 'NAME_AND_ADDRESS',
  '0002': 'LOCAL_DIRECTORY',
  '0003': 'MARKETING',
  '0004': 'RESEARCH',
  '0005': 'CREDIT_WARNING',
})

/** 012 CIVST. */
export const civilStatusCode = table({
  U: 'UNMARRIED',
  G: 'MARRIED',
  F: 'DIVORCED',
  E: 'WIDOWED',
  P: 'REGISTERED_PARTNERSHIP',
  O: 'DISSOLVED_PARTNERSHIP',
  L: 'SURVIVING_PARTNER',
  D: 'DEAD',
})

/** 016 RELTYP. */
export const custodyRelation = table({
  '0003': 'MOTHER',
  '0004': 'FATHER',
  '0005': 'OTHER_HOLDER_1',
  '0006': 'OTHER_HOLDER_2',
})

/** 011 FKIRK. */
export const churchRelation = table({
  F: 'MEMBER',
  M: 'MEMBER_M',
  S: 'MEMBER_S',
  U: 'NOT_MEMBER',
  A: 'NOT_MEMBER_A',
})

/** The markers of names, 008 and 026. */
export const nameMark = table({ '+': 'ABBREVIATED', '*': 'CHARACTERS_MISSING', '=': 'UNDOCUMENTED' })
