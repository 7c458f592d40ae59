// How a load whose length is not known beforehand shows how far it is: a line that moves in a terminal, few lines in a log.
import { expect, test } from 'vitest'
import { first } from '../commands/deliveries.ts'
import { showProgress } from '../commands/progress.ts'

function written(isTTY: boolean, records: number): readonly string[] {
  const texts: string[] = []
  const progress = showProgress('CPR', { isTTY, write: text => texts.push(String(text)) > 0 })
  for (let done = 1_000; done <= records; done += 1_000) progress.update(done, null)
  return texts
}

test('in a log a million records are ten lines, at each doubling', () => {
  const lines = written(false, 1_000_000)
  expect(lines).toHaveLength(10)
  expect(lines[0]).toBe('  CPR 1000\n')
  expect(lines[3]).toBe('  CPR 8000\n')
  expect(lines.every(line => line.endsWith('\n'))).toBe(true)
})

test('in a terminal one line moves, at every thousand', () => {
  const moves = written(true, 50_000)
  expect(moves).toHaveLength(50)
  expect(moves.every(move => move.startsWith('\r') && !move.includes('\n'))).toBe(true)
})

test('of what is found in a delivery a hundred lines are printed, and how many there are', () => {
  const lines = Array.from({ length: 250 }, (_, at) => `line ${at}`)
  expect(first(lines.slice(0, 100), 'findings')).toEqual(lines.slice(0, 100))
  expect(first(lines, 'findings')).toEqual([...lines.slice(0, 100), '… and 150 more findings'])
})
