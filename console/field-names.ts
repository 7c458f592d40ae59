// What the schema calls each field in plain words: coordinates are for programs.
import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { labelsOf } from '../access/labels.ts'
import type { Language } from './texts.ts'

const supergraph = new URL('../schema/supergraph.graphql', import.meta.url)
const labels = labelsOf([parse(readFileSync(supergraph, 'utf8'))])

/** `Person.address` as `bopælsadresse`; one that the schema has no words for stays as it is. Each once. */
export const fieldNames = (coordinates: readonly string[], language: Language): readonly string[] => [
  ...new Set(coordinates.map(coordinate => labels.get(coordinate)?.[language] || coordinate)),
]
