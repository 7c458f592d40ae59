// Reads the register's own summary of a business or unit (virksomhedMetadata): what it holds to be newest, which may differ.
import { datesOf } from './dated.ts'
import type { Element } from './element.ts'
import { figures } from './employment.ts'
import type { ColumnValue, Content } from './row.ts'
import { addressContent, formColumns, industryColumns } from './values.ts'

/** Contact data and employment apart: they are not open. */
export interface Summary {
  readonly values: Content
  readonly contact: readonly string[]
  readonly employment: readonly Content[]
}

export function readSummary(newest: Element): Summary {
  const values = {
    compositeStatus: newest.text('sammensatStatus'),
    foundedOn: newest.date('stiftelsesDato'),
    effectiveOn: newest.date('virkningsDato'),
    unitCount: newest.whole('antalPenheder'),
    cvr: newest.code('nyesteCvrNummerRelation', 8),
    name: one(newest, 'nyesteNavn', item => ({ name: item.text('navn') })),
    secondaryNames: newest.list('nyesteBinavne').map(item => ({ name: item.text('navn'), ...datesOf(item) })),
    form: one(newest, 'nyesteVirksomhedsform', item =>
      item.whole('virksomhedsformkode') === null ? {} : formColumns(item),
    ),
    status: one(newest, 'nyesteStatus', creditContent),
    address: one(newest, 'nyesteBeliggenhedsadresse', addressContent),
    industries: ['nyesteHovedbranche', 'nyesteBibranche1', 'nyesteBibranche2', 'nyesteBibranche3'].flatMap(
      member => one(newest, member, industryColumns) ?? [],
    ),
  }
  return { values, contact: newest.texts('nyesteKontaktoplysninger'), employment: newestEmployment(newest) }
}

/** What the register says of bankruptcy and the like. */
export const creditContent = (item: Element) => ({
  code: item.text('statuskode'),
  text: item.text('statustekst'),
  credit_code: item.text('kreditoplysningkode'),
  credit_text: item.text('kreditoplysningtekst'),
})

/** The register writes an empty object for what there is none of. */
function one(newest: Element, member: string, read: (item: Element) => Content): Content | null {
  const item = newest.object(member)
  const content = item && { ...read(item), ...datesOf(item) }
  return content && says(content) ? content : null
}

function newestEmployment(newest: Element): readonly Content[] {
  const spans = {
    nyesteAarsbeskaeftigelse: 'YEAR',
    nyesteKvartalsbeskaeftigelse: 'QUARTER',
    nyesteMaanedsbeskaeftigelse: 'MONTH',
    nyesteErstMaanedsbeskaeftigelse: 'ERST_MONTH',
  }
  return Object.entries(spans).flatMap(([member, span]) => {
    const found = one(newest, member, item => ({
      ...{ year: item.whole('aar'), quarter: item.whole('kvartal'), month: item.whole('maaned') },
      ...figures(item),
    }))
    return found ? [{ span, ...found }] : []
  })
}

/** Whether anything stands in it. */
export const says = (content: Content): boolean =>
  Object.values(content).some((value: ColumnValue) =>
    Array.isArray(value) ? value.length > 0 : value !== null,
  )
