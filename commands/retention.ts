// `npm run retention`: deletes the access records, cases and notices that are past their rules; of records it leaves a record.
import { connect, type Database } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import type { Log } from '../door/log.ts'
import { readSettings, type Settings } from '../settings.ts'
import { applyRetention } from '../subgraphs/access-log/retention.ts'
import { deleteOldCases } from '../subgraphs/cases/retention.ts'
import { deleteOldNotices } from '../subgraphs/notices/retention.ts'
import { joinDatabase } from './database.ts'
import { type Lifecycle, runCommand, type Stop } from './lifecycle.ts'
import { chooseConnector } from './notices.ts'
import { readOptions } from './options.ts'

if (import.meta.main) {
  readOptions({
    usage: 'npm run retention',
    summary:
      'Deletes access records that are older than ACCESS_LOG_YEARS with their salt, and records the deletion; cases that were closed as long ago; and notices that are older than NOTICE_YEARS.',
    options: {},
    notes: ['npm start does the same once a day. With other processes let a scheduler run this command.'],
  })
  await runCommand(run)
}

async function run(lifecycle: Lifecycle): Promise<number> {
  const settings = readSettings()
  const { database, stop } = await joinDatabase(settings)
  lifecycle.started(stop)
  await migrate(database)
  const sql = connect(database, 'retention', { max: 1 })
  lifecycle.started(() => sql.end({ timeout: 1 }))
  const { records, cases, notices } = await retain(sql, settings)
  console.log(`Deleted ${records} access records that were past their ${settings.accessLogYears} years.`)
  console.log(`Deleted ${cases} cases that were answered or closed longer ago than that.`)
  console.log(`Deleted ${notices} notices that were past their ${settings.noticeYears} years.`)
  return 0
}

/** Every rule, once. `sql`: a pool of the role retention. */
async function retain(sql: ReturnType<typeof connect>, settings: Settings) {
  const records = await applyRetention(sql, { years: settings.accessLogYears })
  const cases = await deleteOldCases(sql, { years: settings.accessLogYears })
  const notices = await deleteOldNotices(sql, chooseConnector(settings), { years: settings.noticeYears })
  return { records, cases, notices }
}

const dayMs = 86_400_000

/**
 * Applies the rules now and then once a day, until stopped. What fails is told in the process's log and tried again
 * the next day: nobody's request waits for it.
 */
export function retainDaily(database: Database, settings: Settings, log: Log, every = dayMs): Stop {
  const sql = connect(database, 'retention', { max: 1 })
  let running: Promise<unknown> = Promise.resolve()
  let stopping = false
  const apply = () => {
    running = retain(sql, settings).catch(error => {
      if (!stopping) log.fault('retention', error)
    })
  }
  apply()
  const timer = setInterval(apply, every)
  return async () => {
    stopping = true
    clearInterval(timer)
    await sql.end({ timeout: 1 })
    await running
  }
}
