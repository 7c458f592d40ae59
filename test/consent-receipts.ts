// Receipts of consents as a test reads them: asked for, and held against their schema.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import type { Cases } from './asked.ts'
import type { As } from './platform.ts'

/** Whether a receipt fits the published schema; what is wrong stands in its `errors`. */
export const validate = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../schema/receipt.schema.json', import.meta.url), 'utf8')),
)

export const receiptQuery = `query Receipt($id: ID!, $language: Language! = EN) {
  consent(id: $id) { id receipt(language: $language) { document signature keyId } } }`

export interface Receipt {
  readonly document: string
  readonly signature: string
  readonly keyId: string
}

/** Null of a consent that was never given. */
export async function readReceipt(cases: Cases, as: As, id: string, language = 'EN'): Promise<Receipt> {
  const { data, errors } = await cases.ask(as, receiptQuery, { id, language })
  expect(errors).toEqual([])
  return data.consent.receipt
}

/** The record in a receipt, which must fit the schema. */
export function recordOf({ document }: Receipt) {
  const receipt = JSON.parse(document)
  expect(validate(receipt) || validate.errors).toBe(true)
  return receipt['dpv:hasRecordOfActivity']
}
