import { test } from 'vitest'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { cprPerson, cprRecord, cprFile, inPieces } from './cpr-records.ts'
import { testDatabase } from './database.ts'
import { numberFault } from '../subgraphs/persons/import/number.ts'
test('speed', async () => {
  const db = await testDatabase()
  const recs: string[] = []
  let n = 0
  const limit = Number(process.env.N ?? 3000)
  outer: for (let y = 40; y < 99; y++) for (let m = 1; m <= 12; m++) for (let d = 1; d <= 28; d++) {
    const number = `${String(d).padStart(2,'0')}${String(m).padStart(2,'0')}${y}1003`
    if (numberFault(number)) continue
    recs.push(cprPerson(number), cprRecord('002', number, { KOMKOD: '0851', VEJKOD: '8101', HUSNR: '001', TILFLYDTO: '201001011200' }), cprRecord('003', number, {STANDARDADR:'X 1'}), cprRecord('008', number, { FORNVN: 'A', NVNHAENSTART: '199001011200' }), cprRecord('010', number, { LANDEKOD: '5100' }), cprRecord('012', number, { CIVST: 'U' }), cprRecord('015', number, {}), cprRecord('011', number, { FKIRK: 'F' }), cprRecord('099', number, {}))
    if (++n >= limit) break outer
  }
  await db.admin.unsafe(`alter role "engang_template_importer" set log_min_duration_statement=0`).catch(()=>{})
  for (const production of ['20200301', '20200401']) {
    const bytes = cprFile(recs, { production })
    const t = performance.now()
    const poll = setInterval(async () => { const r = await db.admin`select left(translate(query, chr(10), ' '),160) q, round(extract(epoch from clock_timestamp()-query_start)::numeric,1)::text s from pg_stat_activity where application_name='engang importer' and state='active' and datname=current_database()`; for (const x of r) if (Number(x.s)>0.3) console.log('  ', Math.round(performance.now()-t), x.s, x.q) }, 500)
    const a = await importCpr(db.sql('importer'), { name: 'x', bytes: inPieces(bytes, 65536) })
    clearInterval(poll)
    console.log(a.records, a.inserted, a.unchanged, a.persons, Math.round(performance.now() - t), 'ms')
  }
  await db.drop()
}, 100000)
