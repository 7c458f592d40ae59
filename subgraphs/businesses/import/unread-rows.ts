// The records of what nobody has read in a document.
import type { Reads } from './element.ts'
import { recordRow } from './records.ts'
import type { RegisterRow } from './row.ts'
import { findUnread } from './unread.ts'

/** After all readers: a record for each member that none of them looked at. */
export const unreadRows = (document: object, reads: Reads, updated: string): readonly RegisterRow[] =>
  findUnread(document, reads).map(({ path, value, period }) =>
    recordRow({
      ...{ kind: 'UNREAD', name: path, content: { path, value } },
      ...{ period, registered: updated, path },
    }),
  )
