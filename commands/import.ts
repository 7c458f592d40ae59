// `npm run import`: loads files of the registers into the database, beside a running platform or alone.
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { readSettings } from '../settings.ts'
import { joinDatabase } from './database.ts'
import { isRegister, loadDelivery, openDelivery } from './deliveries.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readOptions } from './options.ts'

if (import.meta.main) {
  const { words } = readOptions({
    usage: 'npm run import -- cpr|cvr|authorities FILE…',
    summary:
      'Loads deliveries of CPR (P12170, both forms), CVR (JSON) or CPR’s authorities (P02680): each file whole or not at all.',
    options: {},
    words: { least: 2, most: 1_000 },
  })
  await runCommand(lifecycle => importFiles(words, lifecycle))
}

async function importFiles([register, ...paths]: readonly string[], lifecycle: Lifecycle): Promise<number> {
  if (!isRegister(register))
    throw new Error('Say which register: npm run import -- cpr|cvr|authorities FILE…')
  const settings = readSettings()
  const deliveries = await Promise.all(paths.map(openDelivery))
  const { database, stop } = await joinDatabase(settings)
  lifecycle.started(stop)
  await migrate(database)
  const sql = connect(database, 'importer', { max: 1 })
  lifecycle.started(() => sql.end({ timeout: 1 }))
  for (const delivery of deliveries) await loadDelivery(sql, register, delivery, settings.cvrTestSeries)
  return 0
}
