// The period that an element of a document has, and when the register wrote it.
import type { Element } from './element.ts'
import type { Period } from './periods.ts'

export function periodOf(element: Element): Period {
  const period = element.object('periode')
  return { from: period?.date('gyldigFra') ?? null, to: period?.date('gyldigTil') ?? null }
}

/** The same inside the content of a record. */
export const datesOf = (element: Element) => ({
  ...periodOf(element),
  registered: element.instant('sidstOpdateret'),
})
