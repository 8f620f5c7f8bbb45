import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test } from 'vitest'

const program = join(import.meta.dirname, 'netpol-lab')
let directory: string
let running: ChildProcess[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cluster-'))
  running = []
})
afterEach(async () => {
  for (const child of running) await end(child, 'SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

const end = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('exit', resolve)
    child.kill(signal)
  })

/** Starts the command; resolves with what it printed first, or when it ended. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [program, 'cluster', ...args])
  running.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  return new Promise<{ child: ChildProcess; output: string; code: number | null }>(resolve => {
    child.stdout.once('data', () => resolve({ child, output, code: null }))
    child.once('close', code => resolve({ child, output, code }))
  })
}

const core = (kubeconfig: string) => {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  return config.makeApiClient(CoreV1Api)
}
const namespaces = async (kubeconfig: string) =>
  (await core(kubeconfig).listNamespace()).items.map(({ metadata }) => metadata?.name)

test('writes a kubeconfig that only its owner may read, once the cluster answers', async () => {
  const kubeconfig = join(directory, 'config')
  await start('--kubeconfig', kubeconfig)
  expect(statSync(kubeconfig).mode & 0o777).toBe(0o600)
  const pods = await core(kubeconfig).listNamespacedPod({ namespace: 'kube-system' })
  expect(pods.items.map(({ status }) => status?.phase)).not.toContain('Pending')
  expect(await namespaces(kubeconfig)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system'])
})

test('what was created is there again after kill -9, for the same kubeconfig token', async () => {
  const data = join(directory, 'data')
  const first = await start('--kubeconfig', join(directory, 'first'), '--data', data)
  await core(join(directory, 'first')).createNamespace({ body: { metadata: { name: 'shop' } } })
  await end(first.child, 'SIGKILL')
  await start('--kubeconfig', join(directory, 'second'), '--data', data)
  expect(await namespaces(join(directory, 'second'))).toContain('shop')
})

test('Ctrl-C ends it with 0', async () => {
  const { child } = await start('--kubeconfig', join(directory, 'config'))
  expect(await end(child, 'SIGINT')).toBe(0)
})

test('a directory that another cluster uses is refused, by name', async () => {
  const data = join(directory, 'data')
  await start('--kubeconfig', join(directory, 'first'), '--data', data)
  const second = await start('--kubeconfig', join(directory, 'second'), '--data', data)
  expect(second.code).toBe(1)
  expect(second.output).toContain(`${data} is in use`)
  expect(existsSync(join(directory, 'second'))).toBe(false)
})

test.each([
  [[], '--kubeconfig FILE is missing'],
  [['--kubeconfig', 'x', '--cni', 'antrea'], '--cni antrea: known are calico, cilium, '],
  [['--kubeconfig', 'x', '--enforcement-delay', 'soon'], '--enforcement-delay soon: not milliseconds'],
  [['--kubeconfig', 'x', '--port', 'eighty'], '--port eighty: not a port'],
  [['--kubeconfig', 'x', '--what'], "Unknown option '--what'"],
])('wrong usage %j is told with 64', async (args, message) => {
  const { code, output } = await start(...args)
  expect(code).toBe(64)
  expect(output).toContain(message)
})

test('has the nodes that it is told to have, and keeps them', async () => {
  const kubeconfig = join(directory, 'config')
  const data = join(directory, 'data')
  const names = async () => (await core(kubeconfig).listNode()).items.map(({ metadata }) => metadata?.name)
  const { child } = await start('--kubeconfig', kubeconfig, '--data', data, '--nodes', '2')
  expect(await names()).toEqual(['minikube', 'minikube-m02'])
  await end(child, 'SIGTERM')
  const again = await start('--kubeconfig', kubeconfig, '--data', data)
  expect(await names()).toEqual(['minikube', 'minikube-m02'])
  await end(again.child, 'SIGTERM')
  expect(await start('--kubeconfig', kubeconfig, '--data', data, '--nodes', '1')).toMatchObject({
    code: 1,
    output: 'netpol-lab cluster: the cluster has 2 nodes; it can be given more, not fewer\n',
  })
})
