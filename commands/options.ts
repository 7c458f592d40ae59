// Reads a command's options and words its --help; every command says what is wrong and what to do in one line.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** One option: `--port N`. Without `value` it is a switch. */
export interface Option {
  readonly value?: string
  readonly meaning: string
}

export interface Usage<Name extends string> {
  /** The command as someone types it: `npm run import -- cpr FILE…` */
  readonly usage: string
  readonly summary: string
  readonly options: Readonly<Record<Name, Option>>
  /** How many words may stand beside the options; none by default. */
  readonly words?: { readonly least: number; readonly most: number }
  /** Lines at the end of the help, such as the names that may be given. */
  readonly notes?: readonly string[]
}

export interface Given<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>
  readonly switches: ReadonlySet<Name>
  readonly words: readonly string[]
}

/** Reads the options of this process. Prints the help and ends with `--help`; ends with one line on a mistake. */
export function readOptions<Name extends string = never>(usage: Usage<Name>): Given<Name> {
  try {
    const given = parseOptions(usage, process.argv.slice(2))
    if (given !== 'help') return given
    console.log(helpText(usage))
    process.exit(0)
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}

/** Reads arguments; throws with what is wrong. */
export function parseOptions<Name extends string>(
  usage: Usage<Name>,
  given: readonly string[],
): Given<Name> | 'help' {
  const entries = Object.entries<Option>(usage.options)
  const config: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, option] of entries) config[name] = { type: option.value ? 'string' : 'boolean' }
  const { values, positionals } = parse(usage, config, given)
  if (values.help) return 'help'
  const { least, most } = usage.words ?? { least: 0, most: 0 }
  if (positionals.length < least || positionals.length > most) throw new Error(`Usage: ${usage.usage}`)
  const pairs = Object.entries(values)
  return {
    values: Object.fromEntries(
      pairs.filter(([, value]) => typeof value === 'string'),
    ) as Given<Name>['values'],
    switches: new Set(pairs.filter(([, value]) => value === true).map(([name]) => name as Name)),
    words: positionals,
  }
}

function parse(usage: Usage<string>, options: ParseArgsOptionsConfig, given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's message names the option; only its first sentence is for this reader.
    throw new Error(`${(error as Error).message.split('. ')[0]}. Usage: ${usage.usage}`)
  }
}

/** A port as someone typed it. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new Error('--port must be a whole number from 1 to 65535.')
  return port
}

/** The text of `--help`. */
export function helpText(usage: Usage<string>): string {
  const entries = Object.entries<Option>({ ...usage.options, help: { meaning: 'Prints this text.' } })
  const names = entries.map(([name, option]) => `--${name}${option.value ? ` ${option.value}` : ''}`)
  const width = Math.max(...names.map(name => name.length))
  const lines = entries.map(([, option], index) => `  ${names[index]!.padEnd(width)}  ${option.meaning}`)
  const notes = usage.notes ? ['', ...usage.notes] : []
  return [usage.summary, '', `Usage: ${usage.usage}`, '', ...lines, ...notes].join('\n')
}

/** A whole number from 1 on; anything else is told in a line, and the command ends with 2. */
export function readNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= most) return number
  console.error(`--${name} must be a whole number from 1 to ${most}.`)
  process.exit(2)
}
