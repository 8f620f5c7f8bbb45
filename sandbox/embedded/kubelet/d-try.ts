setInterval(() => {}, 1000)

import type { V1Pod } from '@kubernetes/client-node'
import { createRegistry } from '../api/generic-registry'
import { startControllers } from '../controllers'
import { registrations } from '../resources'
import { createStore } from '../store'
import { bootstrap, certificateAuthority } from '../system'
import { startNode } from './start-node'

const store = createStore({ directory: undefined })
const registry = createRegistry({ store, registrations })
bootstrap(registry)
const controllers = startControllers({ registry, registrations, certificateAuthority })
const node = startNode({ registry, cni: 'calico' })
const sleep = (ms: number) => new Promise(r => setTimeout(r, ms))
await sleep(50)
registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' } } as never)
const pod = (name: string, image: string, extra = {}) =>
  registry.create<V1Pod>('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'demo', labels: { app: name } },
    spec: { containers: [{ name: 'c', image, ...extra }] },
  })
await sleep(20)
const t0 = performance.now()
registry.watch<V1Pod>('pods', c => {
  if (c.object.metadata?.namespace === 'demo')
    console.log(
      Math.round(performance.now() - t0),
      c.type,
      c.object.metadata?.name,
      c.object.status?.phase,
      c.object.status?.podIP,
      c.object.status?.conditions?.find(x => x.type === 'Ready')?.status,
    )
})
pod('web', 'nginx')
pod('client', 'busybox', { command: ['sleep', '3600'] })
pod('agn', 'registry.k8s.io/e2e-test-images/agnhost:2.63.0', { args: ['netexec', '--http-port=80'] })
pod('shoot', 'nicolaka/netshoot', { command: ['sleep', '3600'] })
pod('bad', 'nginx:doesnotexist')
await sleep(200)
registry.create('services', {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'demo' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, name: 'http' }] },
} as never)
registry.create('services', {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'none', namespace: 'demo' },
  spec: { selector: { app: 'none' }, ports: [{ port: 80 }] },
} as never)
await sleep(100)
for (const p of registry.list<V1Pod>('pods'))
  console.log(
    p.metadata?.namespace,
    p.metadata?.name,
    p.status?.phase,
    p.status?.podIP,
    JSON.stringify(p.status?.containerStatuses?.map(s => s.state)),
  )
const web = registry.get<V1Pod>('pods', 'demo', 'web').status!.podIP!
export async function x(podName: string, ...command: string[]) {
  console.log('---', podName, command.join(' '))
  let out = ''
  const w = {
    write: async (c: Uint8Array | string) => {
      out += typeof c === 'string' ? c : new TextDecoder().decode(c)
    },
  }
  try {
    const s = node.kubelet.exec({ namespace: 'demo', pod: podName, container: 'c' }, command, {
      stdout: w,
      stderr: w,
    })
    const t = performance.now()
    const code = await s.exited
    console.log(`${out}=> ${code} (${Math.round(performance.now() - t)} ms)`)
  } catch (e) {
    console.log('!!', (e as Error).message)
  }
}
for (const line of (process.argv[2] ? (await import('node:fs')).readFileSync(process.argv[2], 'utf8') : '')
  .split('\n')
  .filter(Boolean)) {
  const [p, ...rest] = JSON.parse(line.replaceAll('$WEB', web)) as string[]
  await x(p!, ...rest)
}
console.log(JSON.stringify(node.flows.since(0).slice(-3)))
let out = ''
await node.kubelet.logs(
  { namespace: 'demo', pod: 'web', container: 'c' },
  { follow: false, timestamps: true, tailLines: 4 },
  {
    write: async c => {
      out += typeof c === 'string' ? c : new TextDecoder().decode(c)
    },
  },
)
console.log(out)
console.log(JSON.stringify(registry.get<V1Pod>('pods', 'demo', 'web').status, null, 1))
registry.delete('namespaces', '', 'demo')
await sleep(1500)
node.dispose()
controllers.dispose()
process.exit(0)
