// What every command needs before anything else: packages, and the Prisma client. Nothing from node_modules here.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Installs what is missing and generates what was not yet, saying what it does; quick when all is there. */
export async function install(say = console.log) {
  if (!isInstalled()) {
    say('Installing packages (npm ci), the first time this takes a minute ...')
    // NODE_ENV=production would leave out the tools that build; peers and scripts are as package.json says.
    await quietly(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'])
  }
  const schema = join(root, 'prisma', 'schema.prisma')
  const wanted = digest([schema, join(root, 'node_modules', 'prisma', 'package.json')])
  const note = join(root, 'lib', 'database', 'client', '.made-from')
  if (read(note) === wanted) return
  say('Generating the database client (prisma generate) ...')
  await quietly(npx, ['prisma', 'generate', '--schema', schema], {
    // `generate` does not use the schema engine, but would download it: any file that exists will do, and one that
    // fails, so that nothing that does need it seems to work.
    PRISMA_SCHEMA_ENGINE_BINARY: ['/bin/false', '/usr/bin/false'].find(existsSync) ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  })
  remember(note, wanted)
}

/** Whether node_modules holds what the lock file asks for. Optional packages may be another platform's. */
function isInstalled() {
  const present = read(join(root, 'node_modules', '.package-lock.json'))
  if (present === undefined) return false
  const { packages: there } = JSON.parse(present)
  const { packages: wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  )
}

export const read = file => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

/** Writes down what something was made from, so that it is made again only when that changed. */
export function remember(note, text) {
  mkdirSync(dirname(note), { recursive: true })
  writeFileSync(note, text)
}

/** SHA-256 of the names (below the root) and contents of files, and of the Node version. */
export function digest(files) {
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Runs a command; its output is shown only when it fails. Throws when it does. */
export async function quietly(command, args, environment = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status === 0) return
  process.stderr.write(output)
  throw new Error(`"${[command, ...args].join(' ')}" failed (exit code ${status})`)
}
