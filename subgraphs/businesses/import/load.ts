// Loads a delivery of the business register: the whole file or nothing, and the same file again changes nothing.
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type postgres from 'postgres'
import { checkBalance, checkRows, rowsPut } from './balance.ts'
import { gatherChanges, gatherPersons, hasBegun } from './changes.ts'
import { type Company, readCompany } from './company.ts'
import { keepDelivery } from './delivery.ts'
import { Element, required, ShapeError } from './element.ts'
import { type ParticipantDocument, readPerson } from './person.ts'
import { type Placed, placeCompanies, placePersons, placeUnits } from './place.ts'
import { keepRaw, type RawDocument } from './raw.ts'
import {
  batchesOf,
  type DeliveredDocument,
  type DeliveryFile,
  DeliveryRefused,
  deliveryName,
  readDelivery,
} from './read.ts'
import { redact } from './redact.ts'
import { type Family, ofBusinesses, ofParticipants, ofUnits } from './row.ts'
import { emptyNotes, type NamedUnit, noteListed, noteUnits, relist } from './seen.ts'
import { type StagedChange, stage } from './stage.ts'
import { noteStandings, raiseStandings } from './standing.ts'
import { type ProductionUnit, readUnit } from './unit.ts'

/** A document, or a part of one, that is not loaded as it stands. `document` counts from 0. Holds no value. */
export interface Finding {
  readonly line: number
  readonly document: number
  readonly path: string
  readonly reason: string
}

/**
 * What became of everything in the file: documents = businesses + units + others + quarantined;
 * businesses + units = inserted + changed + unchanged; rows are those of the bitemporal tables.
 */
export interface Accounting {
  readonly file: string
  readonly documents: number
  readonly businesses: number
  /** Production units. */
  readonly units: number
  /** Persons: documents of participants. */
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

// Statements are planned for tables of the size that they had. From here on, with each doubling of the file they are
// measured: plans of an empty register read whole tables for each batch, and a load takes time by the square of its size.
const firstMeasured = 1_000
const measured = [
  ...['business', 'production_unit', 'participant', 'raw_document'],
  ...[ofBusinesses, ofUnits, ofParticipants].flatMap(({ tables }) => tables),
]
const documentsBetweenTurns = 1
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
    await transaction`select set_config('engang.relisting', 'at the end', true)`
    await emptyNotes(transaction)
    const begun = await hasBegun(transaction)
    const put = await rowsPut(transaction)
    const load = new Load(transaction, deliveryName(file.name), { ...options, begun, put })
    const hash = createHash('sha256')
    try {
      for await (const batch of batchesOf(readDelivery(file, hash))) await load.take(batch)
    } finally {
      await load.settled()
    }
    return load.finish(hash.digest('base64url'))
  }) as Promise<Accounting>
}

/** What was read of a batch of documents. */
interface Batch {
  readonly companies: { company: Company; source: string }[]
  readonly units: { unit: ProductionUnit; source: string }[]
  readonly persons: { person: ParticipantDocument; source: string }[]
  readonly raw: RawDocument[]
  /** Each unit under each of its numbers. */
  readonly named: NamedUnit[]
}

/** What is known as a load begins. `begun`: somebody follows the changes; `put`: see `rowsPut`. */
type Begun = ImportOptions & { readonly begun: boolean; readonly put: number | null }

class Load {
  readonly #sql: postgres.ISql
  readonly #file: string
  readonly #options: Begun
  readonly #quarantined: Finding[] = []
  readonly #findings: Finding[] = []
  readonly #rows = { inserted: 0, closed: 0, unchanged: 0 }
  #documents = 0
  #measureAt = firstMeasured
  #businesses = 0
  #units = 0
  #others = 0
  #inserted = 0
  #changedBefore = 0
  #unchanged = 0
  #flagged = 0
  #raised = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(sql: postgres.ISql, file: string, options: Begun) {
    this.#sql = sql
    this.#file = file
    this.#options = options
  }

  /** Reads a batch while the one before it is written. Throws what that came to. */
  async take(documents: readonly DeliveredDocument[]): Promise<void> {
    const read: Batch = { companies: [], units: [], persons: [], raw: [], named: [] }
    for (const [place, document] of documents.entries()) {
      // What is being written goes on meanwhile.
      if (place % documentsBetweenTurns === 0) await turn()
      try {
        read.raw.push(this.#readRaw(document, read))
        this.#readDocument(document, read)
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error
        this.#quarantined.push(found(document, error))
        if (read.raw.at(-1)?.index === document.index) read.raw.pop()
      }
    }
    await this.#writing
    this.#writing = this.#writeBatch(read, documents.length)
    // Thrown to whoever waits for it next.
    this.#writing.catch(() => {})
  }

  /** Resolves when nothing is being written, whatever came of it. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => {})
  }

  async #writeBatch(read: Batch, documents: number): Promise<void> {
    await noteUnits(this.#sql, read.named)
    await this.#write(read)
    this.#documents += documents
    if (this.#documents >= this.#measureAt) await this.#measureTables()
    this.#options.onProgress?.({ documents: this.#documents })
  }

  async #measureTables(): Promise<void> {
    this.#measureAt *= 2
    for (const table of measured) await this.#sql`analyze ${this.#sql(`businesses.${table}`)}`
  }

  #readDocument(document: DeliveredDocument, { companies, units, persons, named }: Batch): void {
    const { kind, value } = document
    const source = this.#source(document)
    const note = (findings: readonly ShapeError[]) =>
      this.#findings.push(...findings.map(finding => found(document, finding)))
    if (kind === 'Vrvirksomhed') {
      const company = readCompany(value, this.#options.testSeries)
      named.push({ name: company.cvr, source })
      companies.push({ company, source })
      note(company.findings)
    } else if (kind === 'VrproduktionsEnhed') {
      const unit = readUnit(value, this.#options.testSeries)
      named.push({ name: unit.pNumber, source })
      units.push({ unit, source })
      note(unit.findings)
    } else {
      const person = readPerson(value, this.#options.testSeries)
      persons.push({ person, source })
      note(person.findings)
    }
  }

  async #write({ companies, units, persons, raw }: Batch) {
    const older = await keepRaw(this.#sql, raw)
    if (older !== null)
      throw new DeliveryRefused(
        `${older.source}: the register already holds a later document of this unit; load deliveries in the order of their making. Nothing of the file is loaded.`,
      )
    if (companies.length > 0) await this.#stage(ofBusinesses, await placeCompanies(this.#sql, companies))
    if (units.length > 0) await this.#stage(ofUnits, await placeUnits(this.#sql, units))
    if (persons.length > 0) await this.#stagePersons(await placePersons(this.#sql, persons))
    this.#others += persons.length
    this.#businesses += companies.length
    this.#units += units.length
  }

  async #stage(family: Family, placed: Placed): Promise<void> {
    const change = await this.#apply(family, placed)
    if (this.#options.begun) await gatherChanges(this.#sql, change.touched, placed.relinked)
    await noteStandings(this.#sql, { ...change.standing, parties: placed.relinked }, placed.made)
    if (family === ofBusinesses) await noteListed(this.#sql, change.owners)
  }

  async #stagePersons(placed: Placed): Promise<void> {
    const change = await this.#apply(ofParticipants, placed)
    if (this.#options.begun) await gatherPersons(this.#sql, change.touched, placed.relinked)
    const nobody = { businesses: new Set<string>(), participants: new Set<string>() }
    await noteStandings(this.#sql, { ...nobody, parties: placed.relinked }, placed.made)
  }

  async #apply(family: Family, { placed, inserted }: Placed): Promise<StagedChange> {
    const change = await stage(this.#sql, family, placed, inserted)
    const known = new Set(placed.map(({ id }) => id).filter(id => !inserted.has(id)))
    const changed = [...change.owners].filter(id => known.has(id)).length
    this.#inserted += inserted.size
    this.#changedBefore += changed
    this.#unchanged += known.size - changed
    for (const key of ['inserted', 'closed', 'unchanged'] as const) this.#rows[key] += change[key]
    this.#flagged += change.flagged
    return change
  }

  async finish(hash: string): Promise<Accounting> {
    await this.#writing
    checkRows(this.#rows.inserted, this.#options.put, await rowsPut(this.#sql))
    this.#raised = await raiseStandings(this.#sql)
    await relist(this.#sql)
    const accounting = this.#account()
    await keepDelivery(this.#sql, hash, accounting)
    await emptyNotes(this.#sql)
    // Last: whoever waits for the place in the feed waits for the commit and for nothing else.
    await this.#sql`select changes.note()`
    checkBalance(accounting)
    return accounting
  }

  #account(): Accounting {
    return {
      file: this.#file,
      documents: this.#documents,
      businesses: this.#businesses,
      units: this.#units,
      others: this.#others,
      inserted: this.#inserted,
      changed: this.#changedBefore,
      unchanged: this.#unchanged,
      rows: this.#rows,
      quarantined: this.#quarantined,
      findings: this.#findings,
      flagged: this.#flagged,
      raised: this.#raised,
    }
  }

  #readRaw(document: DeliveredDocument, { named }: Batch): RawDocument {
    const element = new Element(document.value, '')
    const unitNumber = required(element.whole('enhedsNummer'), 'enhedsNummer')
    named.push({ name: `${document.kind} ${unitNumber}`, source: this.#source(document) })
    return {
      kind: document.kind,
      index: document.index,
      unitNumber,
      version:
        element.instant('sidstIndlaest') ?? required(element.instant('sidstOpdateret'), 'sidstOpdateret'),
      source: this.#source(document),
      text: JSON.stringify(redact(document.value)),
    }
  }

  #source(document: DeliveredDocument): string {
    return `${this.#file}, line ${document.line}, document ${document.index}`
  }
}

const found = (document: DeliveredDocument, { path, reason }: ShapeError): Finding => ({
  line: document.line,
  document: document.index,
  path,
  reason,
})
