// A production unit of the sample as CVR's JSON writes it (VrproduktionsEnhed).
import { valueLists } from './cvr-lists.ts'
import { type Registers, unitNumber } from './cvr-participants.ts'
import { dated, instant, type Json } from './cvr-values.ts'
import type { Unit } from './units.ts'

/** The document of the unit at a place in the list of all units. */
export function productionUnit(unit: Unit, index: number, { businesses, today }: Registers): Json {
  const numberOf = (key: string): number => {
    const business = businesses.find(candidate => candidate.key === key)
    if (!business) throw new Error(`No business "${key}" in the sample; sample/units.ts names it.`)
    return Number(business.cvr)
  }
  const owners = unit.owners.map(owner => dated({ cvrNummer: numberOf(owner.value) }, owner))
  const address = `enhed-${index + 1}.${unit.owners.at(-1)?.value}.example`
  return {
    pNummer: unit.pNumber,
    brancheAnsvarskode: null,
    reklamebeskyttet: unit.advertisingProtected,
    ...valueLists({ ...unit, email: `post@${address}` }),
    attributter: [],
    deltagerRelation: [],
    virksomhedsrelation: owners,
    produktionsEnhedMetadata: {
      nyesteCvrNummerRelation: unit.owners.at(-1) && numberOf(unit.owners.at(-1)!.value),
    },
    samtId: 1,
    fejlRegistreret: false,
    dataAdgang: 0,
    enhedsNummer: unitNumber('unit', index),
    enhedstype: 'PRODUKTIONSENHED',
    sidstIndlaest: instant(today),
    sidstOpdateret: instant(today),
    fejlVedIndlaesning: false,
    naermesteFremtidigeDato: null,
    fejlBeskrivelse: null,
    virkningsAktoer: 'sample',
  }
}
