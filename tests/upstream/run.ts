import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resultsOf, tableOf } from './results'

/**
 * Kubernetes' own NetworkPolicy end-to-end tests against `netpol-lab cluster`:
 *   npm run test:upstream [-- --focus REGEXP] [-- --write]
 * The test program is built from the Go module k8s.io/kubernetes (go.mod here), once, into .cache; it is taken from
 * E2E_TEST instead where that names one. --write puts the table of the results into docs/upstream.md.
 */
const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/upstream')
const timeLimit = '40m'

const { values } = parseArgs({
  options: { focus: { type: 'string', default: 'Netpol ' }, write: { type: 'boolean', default: false } },
})

const children: ChildProcess[] = []
process.on('exit', () => {
  for (const child of children) child.kill()
})

const run = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) =>
  new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    children.push(child)
    child.once('error', reject).once('exit', code => resolve(code ?? 1))
  })

async function testProgram(): Promise<string> {
  if (process.env.E2E_TEST) return process.env.E2E_TEST
  const program = join(cache, 'e2e.test')
  if (existsSync(program)) return program
  mkdirSync(cache, { recursive: true })
  console.log('Building k8s.io/kubernetes/test/e2e (some minutes, once)')
  const partial = `${program}.${process.pid}`
  const args = ['test', '-c', '-vet=off', '-trimpath', '-ldflags', '-s -w', '-o', partial]
  const status = await run('go', [...args, 'k8s.io/kubernetes/test/e2e'], {
    cwd: import.meta.dirname,
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  if (status !== 0) throw new Error('the tests could not be built; they need Go and its module proxy')
  renameSync(partial, program)
  return program
}

function startCluster(kubeconfig: string): Promise<void> {
  const cluster = spawn(
    process.execPath,
    [join(root, 'bin/netpol-lab'), 'cluster', '--kubeconfig', kubeconfig],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  children.push(cluster)
  return new Promise((resolve, reject) => {
    cluster.stdout.once('data', () => resolve())
    cluster.once('exit', code => reject(new Error(`the cluster ended with ${code}`)))
  })
}

const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-upstream-'))
try {
  const program = await testProgram()
  const kubeconfig = join(directory, 'kubeconfig')
  const report = join(directory, 'report.json')
  await startCluster(kubeconfig)
  const status = await run(program, [
    ...['-kubeconfig', kubeconfig, '-provider', 'skeleton', '-kube-api-content-type', 'application/json'],
    ...['-ginkgo.no-color', '-ginkgo.timeout', timeLimit, '-ginkgo.json-report', report],
    ...['-ginkgo.focus', values.focus, '-ginkgo.skip', 'Legacy'],
  ])
  const results = resultsOf(JSON.parse(readFileSync(report, 'utf8')))
  const table = tableOf(results)
  console.log(`\n${table}`)
  const passed = results.filter(({ state }) => state === 'passed').length
  const sum = `${passed} passed, ${results.length - passed} failed`
  if (values.write) {
    const page = join(root, 'docs/upstream.md')
    const [introduction = ''] = readFileSync(page, 'utf8').split(/\n(?:Run on |\| test \|)/)
    const day = new Date().toISOString().slice(0, 10)
    writeFileSync(page, `${introduction}\nRun on ${day}: ${sum}.\n\n${table}\n`)
  }
  console.log(sum)
  process.exitCode = status
} finally {
  rmSync(directory, { recursive: true, force: true })
  for (const child of children) child.kill()
}
