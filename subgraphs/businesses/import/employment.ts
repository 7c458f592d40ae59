// Reads the numbers of employees: by year, by quarter and by month, with the register's intervals.
import { type Element, required } from './element.ts'
import type { List } from './values.ts'

/** What a figure is about: ERST_MONTH is Erhvervsstyrelsen's own month, beside that of Danmarks Statistik. */
export type Span = 'YEAR' | 'QUARTER' | 'MONTH' | 'ERST_MONTH'

const members: Readonly<Record<Span, string>> = {
  YEAR: 'aarsbeskaeftigelse',
  QUARTER: 'kvartalsbeskaeftigelse',
  MONTH: 'maanedsbeskaeftigelse',
  ERST_MONTH: 'erstMaanedsbeskaeftigelse',
}

/** One list for each span; its time is part of the slot. */
export const employmentLists: readonly List[] = (Object.keys(members) as Span[]).map(span => ({
  member: members[span],
  table: 'employment',
  slot: item => {
    const { year, quarter, month } = timeOf(span, item)
    return [span, year, quarter ?? month].filter(part => part !== null).join(' ')
  },
  columns: item => ({ span, ...timeOf(span, item), ...figures(item) }),
}))

function timeOf(span: Span, item: Element) {
  const given = (member: string) => required(item.whole(member), `${item.path}.${member}`)
  return {
    year: given('aar'),
    quarter: span === 'QUARTER' ? given('kvartal') : null,
    month: span === 'MONTH' || span === 'ERST_MONTH' ? given('maaned') : null,
  }
}

/** The figures, as the columns of their table. */
export function figures(item: Element) {
  return {
    employees: item.whole('antalAnsatte'),
    full_time_equivalents: item.whole('antalAarsvaerk'),
    including_owners: item.whole('antalInklusivEjere'),
    employees_interval: item.text('intervalKodeAntalAnsatte'),
    full_time_equivalents_interval: item.text('intervalKodeAntalAarsvaerk'),
    including_owners_interval: item.text('intervalKodeAntalInklusivEjere'),
  }
}
