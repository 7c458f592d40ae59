// Why a CPR file is refused whole, or one of its records is quarantined: two closed lists and their words.

/** Each code with what to do. None says a number or a value. */
const refusals = {
  EMPTY: 'The file is empty: ask for it to be delivered again.',
  START_MISSING:
    'The file does not begin with record 000: it is no P12170 delivery, or its beginning is lost.',
  END_MISSING: 'The file does not end with record 999: its end is lost; fetch it again.',
  AFTER_END: 'Records follow record 999: two files may have been joined; load each by itself.',
  COUNT_WRONG:
    'The number of records is not the one in record 999: records are lost or doubled; fetch the file again.',
  TRUNCATED: 'The file ends inside a record: fetch it again.',
  LINE_TOO_LONG: 'A line is longer than any record: this is no P12170 delivery.',
  LENGTH_UNKNOWN:
    'A record has a type of unknown length, and the file has no line ends to tell: ask for the form with one record a line.',
  SEQUENCE:
    'A second record 000 stands inside the file: two files may have been joined; load each by itself.',
  PERSON_TWICE: 'A number has two records 001: two files may have been joined; load each by itself.',
  PRODUCTION_DATE: 'The production date in record 000 is no date: fetch the file again.',
  PRODUCTION_DATE_AHEAD:
    "The production date in record 000 is still to come: check the file and this machine's clock.",
  OLDER_DELIVERY:
    'A newer delivery about one of the persons is loaded already: load deliveries in the order in which they were produced.',
} as const
export type RefusalCode = keyof typeof refusals

/** Why one record was left out while the rest of its file was loaded. */
export type QuarantineReason =
  | 'TYPE_MALFORMED'
  | 'CONTROL_BYTES'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'NUMBER_MALFORMED'
  | 'NUMBER_IMPOSSIBLE'
  | 'NUMBER_REPLACEMENT'
  | 'DATE_MALFORMED'
  | 'CODE_MALFORMED'
  /** No record 001 for its number can be read in this file. */
  | 'PERSON_MISSING'
  /** A protection of its person cannot be read: the person is left out whole, or would look unprotected. */
  | 'PROTECTION_UNREADABLE'

/** A file is refused whole: nothing of it is stored. The message holds no number and no value. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
  readonly code: RefusalCode
  /** The line (padded form: the record) where it was found; null when it concerns the whole file. */
  readonly line: number | null

  constructor(code: RefusalCode, line: number | null = null) {
    super(line === null ? refusals[code] : `Line ${line}: ${refusals[code]}`)
    this.code = code
    this.line = line
  }
}
