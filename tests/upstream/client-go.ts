import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * A program made of what client-go offers (client-go/: informers, work queue, leader election, server-side apply,
 * watches that go on, exec and port-forward by WebSocket) against `netpol-lab cluster`; what it prints must be what a
 * real cluster made it print (client-go/recorded.txt).
 *   tsx tests/upstream/client-go.ts              builds the program (with Go; once, into .cache), runs it, compares
 *   tsx tests/upstream/client-go.ts --record     writes recorded.txt anew from the cluster that KUBECONFIG names
 */
const root = join(import.meta.dirname, '../..')
const source = join(import.meta.dirname, 'client-go')
const cache = join(root, '.cache/upstream')
const program = join(cache, 'client-go')
const recorded = join(source, 'recorded.txt')

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } })

function build(): void {
  mkdirSync(cache, { recursive: true })
  const { status } = spawnSync('go', ['build', '-trimpath', '-o', program, '.'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the program could not be built; it needs Go and its module proxy')
}

function printed(kubeconfig: string): string {
  const { stdout, stderr, status } = spawnSync(program, {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
    timeout: 240_000,
  })
  if (status !== 0) throw new Error(`the program failed:\n${stderr}${stdout}`)
  return stdout
}

function firstDifference(wanted: readonly string[], got: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(wanted.length, got.length) }).findIndex(
    (_, line) => wanted[line] !== got[line],
  )
  return at < 0 ? undefined : `line ${at + 1}\n  recorded: ${wanted[at]}\n  here:     ${got[at]}`
}

build()
if (values.record) {
  writeFileSync(recorded, printed(process.env.KUBECONFIG ?? ''))
} else {
  const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-client-go-'))
  const kubeconfig = join(directory, 'kubeconfig')
  const cluster = spawn(
    process.execPath,
    [join(root, 'bin/netpol-lab'), 'cluster', '--kubeconfig', kubeconfig],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    await new Promise<void>((resolve, reject) => {
      cluster.stdout.once('data', () => resolve())
      cluster.once('exit', code => reject(new Error(`the cluster ended with ${code}`)))
    })
    const wanted = readFileSync(recorded, 'utf8').split('\n')
    const difference = firstDifference(wanted, printed(kubeconfig).split('\n'))
    console.log(difference ? `client-go: differs in ${difference}` : 'client-go: as on a real cluster')
    process.exitCode = difference ? 1 : 0
  } finally {
    cluster.kill()
    rmSync(directory, { recursive: true, force: true })
  }
}
