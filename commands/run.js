// The first file of every command, in plain JavaScript for any Node from 20: brings what is missing, then runs the command on Node 24.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const commandsFolder = dirname(fileURLToPath(import.meta.url))
const root = dirname(commandsFolder)
// From here on Node runs TypeScript as it stands, without a flag.
const oldestNode = [22, 18]

main()

function main() {
  const [name, ...rest] = process.argv.slice(2)
  if (!isCommand(name)) stop(`Usage: npm run <command> -- [options]. Commands: ${commandNames().join(', ')}.`)
  installDependencies()
  run(findNode(), join(commandsFolder, `${name}.ts`), rest)
}

// Commands are the files that say so in their first line; the others are parts of them.
function commandNames() {
  return [
    ...['start', 'test', 'check', 'schema', 'import', 'retention', 'history'],
    ...['heads', 'restored'],
    ...['token', 'subgraph', 'gateway', 'bench', 'screenshots'],
  ].filter(isCommand)
}

function isCommand(name) {
  return typeof name === 'string' && /^[a-z]+$/.test(name) && existsSync(join(commandsFolder, `${name}.ts`))
}

// npm writes node_modules/.package-lock.json as its last step: without it an installation was cut short.
function installDependencies() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && modified(installed) >= modified(join(root, 'package-lock.json'))) return
  console.error('Installing the dependencies (npm ci) …')
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  })
  if (error) stop('npm was not found: install npm, or run npm ci by hand, then start again.')
  if (status !== 0) stop('npm ci failed: see the lines above; with a working network connection start again.')
}

function modified(path) {
  return statSync(path).mtimeMs
}

// Our own Node 24 came with the dependencies; one that does not run here (another C library) is passed over.
function findNode() {
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (spawnSync(brought, ['--version'], { stdio: 'ignore' }).status === 0) return brought
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath
  stop(
    `Node ${process.versions.node} is too old here: install Node ${oldestNode.join('.')} or later (24 is best) and start again.`,
  )
}

function run(node, file, rest) {
  // The channel is never written to: it ends when this process is killed, and the command then stops by itself.
  const child = spawn(node, [file, ...rest], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => stop(`${node} does not start: ${error.message}`))
  // A signal that ended the command is told as a shell tells it.
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function stop(line) {
  console.error(line)
  process.exit(1)
}
