// Loads a delivery of the business register: the whole file or nothing, and the same file again changes nothing.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import { type Company, readCompany } from './company.ts'
import { Element, required, ShapeError } from './element.ts'
import { flagOverlaps } from './overlaps.ts'
import { place } from './place.ts'
import { keepRaw, type RawDocument } from './raw.ts'
import {
  type DeliveredDocument,
  type DeliveryFile,
  DeliveryRefused,
  deliveryName,
  readDelivery,
} from './read.ts'
import { redact } from './redact.ts'
import { stage } from './stage.ts'
import { raiseStanding, readSubjects } from './standing.ts'

/** A document, or a part of one, that is not loaded as it stands. `document` counts from 0. Holds no value. */
export interface Finding {
  readonly line: number
  readonly document: number
  readonly path: string
  readonly reason: string
}

/**
 * What became of everything in the file: documents = businesses + others + quarantined;
 * businesses = inserted + changed + unchanged; rows are those of the bitemporal tables.
 */
export interface Accounting {
  readonly file: string
  readonly documents: number
  readonly businesses: number
  /** Production units and persons: kept raw. */
  readonly others: number
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  readonly rows: { readonly inserted: number; readonly closed: number; readonly unchanged: number }
  readonly quarantined: readonly Finding[]
  /** Kept, but with something wrong: a participant's number that leads nowhere. */
  readonly findings: readonly Finding[]
  /** Rows now marked because their period is impossible or overlaps another of the same slot. */
  readonly flagged: number
  /** Subjects whose standing was raised. */
  readonly raised: number
}

export interface ImportOptions {
  /** Beginnings of business numbers that count although they fail the check digit. */
  readonly testSeries: readonly string[]
  onProgress?(progress: { readonly documents: number }): void
}

const batchSize = 100
// Any constant does: one delivery of this register at a time in one database.
const importLock = 8_800_601

/**
 * Loads a file as the role `importer`. Throws DeliveryRefused, with nothing loaded, when the file cannot be read whole,
 * names one unit twice, or holds an older document than the register has.
 */
export async function importCvr(
  sql: postgres.Sql,
  file: DeliveryFile,
  options: ImportOptions,
): Promise<Accounting> {
  return sql.begin(async transaction => {
    await transaction`select pg_advisory_xact_lock(${importLock})`
    const load = new Load(transaction, deliveryName(file.name), options)
    const hash = createHash('sha256')
    let batch: DeliveredDocument[] = []
    for await (const document of readDelivery(file, hash)) {
      batch.push(document)
      if (batch.length < batchSize) continue
      await load.take(batch)
      batch = []
    }
    await load.take(batch)
    return load.finish(hash.digest('base64url'))
  }) as Promise<Accounting>
}

class Load {
  readonly #sql: postgres.ISql
  readonly #file: string
  readonly #options: ImportOptions
  // At most 2.2 million numbers (MODEL.md 7): the only thing here that grows with the file.
  readonly #seen = new Set<string>()
  readonly #standing = new Set<string>()
  readonly #changed = new Set<string>()
  readonly #quarantined: Finding[] = []
  readonly #findings: Finding[] = []
  readonly #rows = { inserted: 0, closed: 0, unchanged: 0 }
  #documents = 0
  #businesses = 0
  #others = 0
  #inserted = 0
  #changedBefore = 0

  constructor(sql: postgres.ISql, file: string, options: ImportOptions) {
    this.#sql = sql
    this.#file = file
    this.#options = options
  }

  async take(documents: readonly DeliveredDocument[]): Promise<void> {
    const companies: { company: Company; document: DeliveredDocument }[] = []
    const raw: RawDocument[] = []
    for (const document of documents) {
      try {
        raw.push(this.#readRaw(document))
        if (document.kind !== 'Vrvirksomhed') {
          this.#others += 1
          continue
        }
        const company = readCompany(document.value, this.#options.testSeries)
        this.#refuseSecond(company.cvr, document)
        companies.push({ company, document })
        this.#findings.push(...company.findings.map(finding => found(document, finding)))
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error
        this.#quarantined.push(found(document, error))
        if (raw.at(-1)?.index === document.index) raw.pop()
      }
    }
    await this.#write(companies, raw)
    this.#documents += documents.length
    this.#options.onProgress?.({ documents: this.#documents })
  }

  async #write(
    companies: readonly { company: Company; document: DeliveredDocument }[],
    raw: readonly RawDocument[],
  ) {
    const older = await keepRaw(this.#sql, raw)
    if (older !== null)
      throw new DeliveryRefused(
        `${older.source}: the register already holds a later document of this unit; load deliveries in the order of their making. Nothing of the file is loaded.`,
      )
    if (companies.length === 0) return
    const { placed, inserted, relinked } = await place(
      this.#sql,
      companies.map(({ company, document }) => ({ company, source: this.#source(document) })),
    )
    const change = await stage(this.#sql, placed)
    this.#businesses += companies.length
    this.#inserted += inserted.size
    this.#changedBefore += [...change.businesses].filter(id => !inserted.has(id)).length
    for (const key of ['inserted', 'closed', 'unchanged'] as const) this.#rows[key] += change[key]
    for (const id of change.businesses) this.#changed.add(id)
    for (const id of [...relinked, ...(await readSubjects(this.#sql, change.standing))])
      this.#standing.add(id)
  }

  async finish(hash: string): Promise<Accounting> {
    const flagged = await flagOverlaps(this.#sql, [...this.#changed])
    await raiseStanding(this.#sql, [...this.#standing])
    await this.#keepDelivery(hash)
    return {
      file: this.#file,
      documents: this.#documents,
      businesses: this.#businesses,
      others: this.#others,
      inserted: this.#inserted,
      changed: this.#changedBefore,
      unchanged: this.#businesses - this.#inserted - this.#changedBefore,
      rows: this.#rows,
      quarantined: this.#quarantined,
      findings: this.#findings,
      flagged,
      raised: this.#standing.size,
    }
  }

  #readRaw(document: DeliveredDocument): RawDocument {
    const element = new Element(document.value, '')
    const unitNumber = required(element.whole('enhedsNummer'), 'enhedsNummer')
    this.#refuseSecond(`${document.kind} ${unitNumber}`, document)
    return {
      kind: document.kind,
      index: document.index,
      unitNumber,
      version:
        element.instant('sidstIndlaest') ?? required(element.instant('sidstOpdateret'), 'sidstOpdateret'),
      source: this.#source(document),
      document: redact(document.value),
    }
  }

  #refuseSecond(unit: string, document: DeliveredDocument): void {
    if (this.#seen.has(unit))
      throw new DeliveryRefused(
        `${this.#source(document)}: the file holds this unit twice; deliver each once. Nothing of the file is loaded.`,
      )
    this.#seen.add(unit)
  }

  #source(document: DeliveredDocument): string {
    return `${this.#file}, line ${document.line}, document ${document.index}`
  }

  async #keepDelivery(hash: string): Promise<void> {
    const sql = this.#sql
    await sql`
      insert into businesses.delivery (content_hash, file, documents, businesses, others, quarantined)
      values (${hash}, ${this.#file}, ${this.#documents}, ${this.#businesses}, ${this.#others}, ${this.#quarantined.length})
      on conflict do nothing`
    await sql`
      insert into businesses.quarantine (delivery_hash, line, index, path, reason)
      select ${hash}, line, document, path, reason
      from jsonb_to_recordset(${JSON.stringify(this.#quarantined)}::text::jsonb)
        as q (line integer, document integer, path text, reason text)
      on conflict do nothing`
  }
}

const found = (document: DeliveredDocument, { path, reason }: ShapeError): Finding => ({
  line: document.line,
  document: document.index,
  path,
  reason,
})
