// The part of a serving command that delivers notices, by the connector that the settings name.
import { join } from 'node:path'
import { connect, type Database } from '../database/connect.ts'
import type { Log } from '../door/log.ts'
import type { Settings } from '../settings.ts'
import { type Connector, noConnector } from '../subgraphs/notices/connector.ts'
import { filesConnector } from '../subgraphs/notices/files.ts'
import { startRounds } from '../subgraphs/notices/rounds.ts'
import { isDevelopment } from './addresses.ts'
import type { Stop } from './lifecycle.ts'

/** Where the connector `files` writes. */
export const noticesFolder = ({ dataFolder }: Pick<Settings, 'dataFolder'>): string =>
  join(dataFolder, 'notices')

/** A new connector has its name in NOTICE_CONNECTOR, and its line here. */
export function chooseConnector(settings: Settings): Connector {
  const name = settings.noticeConnector ?? (isDevelopment(settings) ? 'files' : 'none')
  return name === 'files' ? filesConnector(noticesFolder(settings)) : noConnector
}

/** Delivers until stopped. What fails is told in the process's log, as counts, and tried again. */
export function deliverNotices(database: Database, settings: Settings, log: Log): Stop {
  // Rounds come one after the other: one connection.
  const sql = connect(database, 'notices', { max: 1 })
  const stop = startRounds(sql, chooseConnector(settings), {
    onTrouble({ failed, givenUp }) {
      if (failed > 0) log.count('notices', 'NoticeNotDelivered', failed)
      if (givenUp > 0) log.count('notices', 'NoticeGivenUp', givenUp)
    },
    onFault: error => log.fault('notices', error),
  })
  return async () => {
    await stop()
    await sql.end({ timeout: 1 })
  }
}
