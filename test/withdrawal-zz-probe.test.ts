import { expect, test } from 'vitest'
import { person } from '../sample/persons.ts'
import { testDatabase } from './database.ts'
import { connect } from '../database/connect.ts'
import { startNode, giveConsent } from './withdrawal-nodes.ts'
test('probe', { timeout: 200000 }, async () => {
  const database = await testDatabase({ sample: true })
  const node = await startNode(database)
  const consent = await giveConsent(node, 'anna')
  await node.stop()
  const [row] = await database.admin`select identity.subject_id('PERSON', ${person('anna', new Date()).number}) as id`
  const w = connect(database, 'consents', { max: 1 })
  await w`select 1`
  for (const k of [2, 4, 8, 16]) {
    const sql = connect(database, 'access_log', { max: k })
    let over = false, n = 0, ok = 0
    const group = Array.from({ length: 20 }, () => ({
      records: [{ operation_id: crypto.randomUUID(), operation_hash: 'x', process: 'p', subject_id: row!.id, client: 'c', given: [], refused: [] }],
      consents: [consent], mandates: [], standings: [] }))
    const loops = Array.from({ length: k }, async () => {
      while (!over) { const [r] = await sql`select access.release(${sql.json(group as never)}) as released`; n++; if (r!.released[0]) ok++ }
    })
    await new Promise(r => setTimeout(r, 300))
    const times: string[] = []
    for (let i = 0; i < 5; i++) {
      const t = performance.now()
      const res = await w.begin(async tx => { await tx`select from consents.consent where id = ${consent} for update`; await tx`select 1` }).then(() => 'ok', e => e.code + ' ' + e.message)
      times.push(`${res} ${(performance.now() - t) | 0}`)
      await new Promise(r => setTimeout(r, 50))
    }
    over = true
    await Promise.all(loops)
    console.log(k, 'statements', n, 'ok', ok, times.join(' | '))
    await sql.end()
  }
  await w.end()
  await database.drop()
})
