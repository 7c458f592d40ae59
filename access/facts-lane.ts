// Which connection reads facts: the same one for few subjects, as long as it keeps up, and any of a pool for many.
import type postgres from 'postgres'
import { factsReader, type ReadFacts } from './facts.ts'

/** Subjects of one statement that do not hold up the next: of so many it takes some milliseconds. */
const mostSubjects = 200
/** Statements that wait for one another; beyond that one of them is slow, and the others go around it. */
const mostWaiting = 8

/**
 * A server process that has just read facts reads the next for a third less than one of ten that take turns, whose
 * memory has gone cold: 0.28 ms of CPU against 0.45 (bench/RESULTS.md). `lane`: a pool of one connection.
 */
export function openFacts(lane: postgres.Sql, pool: postgres.Sql): ReadFacts {
  const [near, any] = [factsReader(lane), factsReader(pool)]
  let underWay = 0
  return async query => {
    if (query.subjects.length > mostSubjects || underWay >= mostWaiting) return any(query)
    underWay++
    try {
      return await near(query)
    } finally {
      underWay--
    }
  }
}
