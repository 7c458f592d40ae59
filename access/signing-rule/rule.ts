// A signing rule as data: which sets of people bind a business together, in terms of the roles that they hold in it.

/**
 * `BOARD_MEMBER` is any member of the board, its chair included; `DIRECTOR` any member of management, the managing
 * director included. `BOARD` and `MANAGEMENT` are those bodies as wholes. `OWNER` is the owner of a personally owned
 * business, `PARTNER` a fully liable participant; a shareholder is neither.
 */
export type Group =
  | 'CHAIR'
  | 'DEPUTY_CHAIR'
  | 'BOARD_MEMBER'
  | 'BOARD'
  | 'MANAGING_DIRECTOR'
  | 'DIRECTOR'
  | 'MANAGEMENT'
  | 'OWNER'
  | 'PARTNER'
  | 'LIQUIDATOR'
  | 'TRUSTEE'

/**
 * `n` distinct natural persons of a group, or every one of it. `sole`: the rule speaks of *the* director, so it says
 * who signs only while the group has exactly one holder; with several it is not met by anyone.
 */
export interface GroupPart {
  readonly group: Group
  readonly n: number | 'ALL'
  readonly sole?: true
}

/** One person by name, given as an opaque id. Only a steward writes it: a name in a text is not an identity. */
export interface PersonPart {
  readonly person: string
}

export type Part = GroupPart | PersonPart

/** Met when every part of at least one alternative is met, by persons who are counted once. */
export interface Rule {
  readonly anyOf: readonly { readonly allOf: readonly Part[] }[]
}

/** Who holds which role in a business, as the register has it; `role` is the code that the importer of CVR gave. */
export interface RoleHolder {
  readonly holder: string
  readonly kind: 'PERSON' | 'BUSINESS'
  readonly role: string
}

const board = ['CHAIR', 'DEPUTY_CHAIR', 'BOARD_MEMBER']
const management = ['MANAGING_DIRECTOR', 'DIRECTOR']

// Alternates and the supervisory board stand in no line: they never sign (companies act § 135(2)).
const rolesOf: Readonly<Record<Group, readonly string[]>> = {
  CHAIR: ['CHAIR'],
  DEPUTY_CHAIR: ['DEPUTY_CHAIR'],
  BOARD_MEMBER: board,
  BOARD: board,
  MANAGING_DIRECTOR: ['MANAGING_DIRECTOR'],
  DIRECTOR: management,
  MANAGEMENT: management,
  OWNER: ['FULLY_LIABLE'],
  PARTNER: ['FULLY_LIABLE'],
  LIQUIDATOR: ['LIQUIDATOR'],
  TRUSTEE: ['TRUSTEE'],
}

const unclearRole: Partial<Readonly<Record<Group, string>>> = {
  BOARD_MEMBER: 'BOARD_UNKNOWN',
  BOARD: 'BOARD_UNKNOWN',
  DIRECTOR: 'MANAGEMENT_UNKNOWN',
  MANAGEMENT: 'MANAGEMENT_UNKNOWN',
}

/** The holders of a group, each once, in an order that does not depend on the register's. */
export function holdersOf(group: Group, roles: readonly RoleHolder[]): readonly RoleHolder[] {
  const held = roles.filter(each => rolesOf[group].includes(each.role))
  const once = new Map(held.map(each => [each.holder, each]))
  return [...once.values()].sort((a, b) => (a.holder < b.holder ? -1 : 1))
}

/** Whether somebody sits in the group's body with a function that is not known: then nobody can count the whole. */
export const isUnclear = (group: Group, roles: readonly RoleHolder[]): boolean =>
  roles.some(each => each.role === unclearRole[group])
