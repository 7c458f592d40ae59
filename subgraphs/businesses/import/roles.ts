// What a role is, from the organisation's type and name and the member's function, as CVR writes them.

/** `…_UNKNOWN`: sits in that body with a function that is not known here; whoever counts "the whole board" must see it. */
export type RoleCode =
  | 'CHAIR'
  | 'DEPUTY_CHAIR'
  | 'BOARD_MEMBER'
  | 'BOARD_ALTERNATE'
  | 'BOARD_UNKNOWN'
  | 'MANAGING_DIRECTOR'
  | 'DIRECTOR'
  | 'DIRECTOR_ALTERNATE'
  | 'MANAGEMENT_UNKNOWN'
  | 'SUPERVISORY_MEMBER'
  | 'TRUSTEE'
  | 'LIQUIDATOR'
  | 'FULLY_LIABLE'
  | 'OWNER'
  | 'BENEFICIAL_OWNER'
  | 'FOUNDER'
  | 'AUDITOR'
  | 'OTHER'

type Words = { readonly type: string; readonly name: string; readonly function: string }

// The first line that fits speaks. The vocabulary is MODEL.md 8; what it does not name is OTHER or …_UNKNOWN.
const lines: readonly (readonly [RoleCode, (words: Words) => boolean])[] = [
  ['BENEFICIAL_OWNER', words => Object.values(words).some(word => /REEL(LE|T)?[ _]*EJER/.test(word))],
  ['SUPERVISORY_MEMBER', words => /TILSYNSRÅD/.test(words.name)],
  ['TRUSTEE', words => /^KURATOR/.test(words.function)],
  ['LIQUIDATOR', words => /^LIKVIDATOR/.test(words.function) || /LIKVIDATOR/.test(words.name)],
  ['BOARD_ALTERNATE', words => isBoard(words) && /SUPPLEANT/.test(words.function)],
  ['CHAIR', words => isBoard(words) && /^(BESTYRELSES)?FORMAND$/.test(words.function)],
  ['DEPUTY_CHAIR', words => isBoard(words) && /^(BESTYRELSES)?NÆSTFORMAND$/.test(words.function)],
  ['BOARD_MEMBER', words => isBoard(words) && /^(|BESTYRELSE|(BESTYRELSES)?MEDLEM)$/.test(words.function)],
  ['BOARD_UNKNOWN', isBoard],
  ['DIRECTOR_ALTERNATE', words => isManagement(words) && /SUPPLEANT/.test(words.function)],
  [
    'MANAGING_DIRECTOR',
    words => isManagement(words) && /^ADM(INISTRERENDE|\.)? ?DIR(EKTØR|\.)?$/.test(words.function),
  ],
  [
    'DIRECTOR',
    words => isManagement(words) && /^(|DIREKTØR|DIREKTION|DIREKTIONSMEDLEM)$/.test(words.function),
  ],
  ['MANAGEMENT_UNKNOWN', isManagement],
  ['FULLY_LIABLE', words => words.type === 'FULDT_ANSVARLIG_DELTAGERE'],
  ['OWNER', words => words.type === 'REGISTER' && /^EJERREGISTER/.test(words.name)],
  ['FOUNDER', words => words.type === 'STIFTERE'],
  ['AUDITOR', words => words.type === 'REVISION'],
]

function isBoard(words: Words): boolean {
  return words.type === 'LEDELSESORGAN' && /^BESTYRELSE/.test(words.name)
}

function isManagement(words: Words): boolean {
  return words.type === 'LEDELSESORGAN' && /^DIREKTION/.test(words.name)
}

/** The role that a member has: `('LEDELSESORGAN', 'Direktion', 'ADM. DIR.')` → `MANAGING_DIRECTOR`. */
export function roleOf(
  organisationType: string,
  organisationName: string | null,
  memberFunction: string | null,
): RoleCode {
  const words: Words = {
    type: upper(organisationType),
    name: upper(organisationName),
    function: upper(memberFunction),
  }
  return lines.find(([, fits]) => fits(words))?.[0] ?? 'OTHER'
}

const upper = (text: string | null): string => (text ?? '').toLocaleUpperCase('da')

/**
 * Whether the role is public. Beneficial owners are not (MODEL.md 8, CVR act § 18), and neither is any register but the
 * owners' register: a kind of register that we do not know yet must not be open by mistake.
 */
export function isPublicRole(role: RoleCode, organisationType: string): boolean {
  if (role === 'BENEFICIAL_OWNER') return false
  return upper(organisationType) !== 'REGISTER' || role === 'OWNER'
}
