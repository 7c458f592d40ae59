import { expect, test } from 'vitest'
import { person } from '../sample/persons.ts'
import { testDatabase } from './database.ts'
import { startNode, giveConsent, readCivilStatus, withdrawConsent } from './withdrawal-nodes.ts'
const names = ['anna', 'jens', 'lars', 'karen', 'thomas', 'mette', 'erik', 'freja']
test('probe', { timeout: 200000 }, async () => {
  const database = await testDatabase({ sample: true })
  const racers: { name: string; id: string }[] = []
  for (const name of names) {
    const [row] = await database.admin`select identity.subject_id('PERSON', ${person(name, new Date()).number}) as id`
    racers.push({ name, id: row!.id })
  }
  const nodes = await Promise.all([startNode(database), startNode(database), startNode(database)])
  for (const perNode of [4, 12, 12, 24]) {
    for (let k = 0; k < 4; k++) {
    const racer = racers[k]!
    const consent = await giveConsent(nodes[0]!, racer.name)
    let over = false
    const h: Record<string, number> = {}
    const readers = nodes.flatMap(node => Array.from({ length: perNode }, async () => {
      while (!over) { const r = await readCivilStatus(node, racer.id, 'x.1'); h[r.outcome] = (h[r.outcome] ?? 0) + 1 }
    }))
    await new Promise(r => setTimeout(r, 700))
    const t = performance.now()
    const w = await withdrawConsent(nodes[1]!, racer.name, consent).then(() => 'ok', e => String(e))
    const ms = performance.now() - t
    over = true
    await Promise.all(readers)
    console.log(perNode, w, ms | 0, JSON.stringify(h))
    if (w !== 'ok') console.log(await withdrawConsent(nodes[1]!, racer.name, consent).then(() => 'ok later', e => String(e)))
    }
  }
  for (const n of nodes) await n.stop()
  await database.drop()
})
