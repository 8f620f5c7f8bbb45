import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createModel, type Endpoint, type Flow } from '../../netpol'
import { flowsOf, type World, world } from '../../netpol/laws/arbitrary'
import { labels } from '../labels'
import { asAdminNetworkPolicy } from './forms/admin-network-policy'
import { sandboxWall } from './sandbox-wall'
import { toolboxWall } from './toolbox-wall'

const place = {
  controlNamespace: 'control',
  internet: false,
  apiServers: [{ ip: '192.168.49.2', port: 6443 }],
  nodes: ['192.168.49.2', '192.168.49.3'],
  dns: ['10.96.0.10'],
}
const walls = [sandboxWall('one', place), toolboxWall(place)]
/** Of the arbitrary namespaces, a and b are one sandbox's, c is another's. */
const sandboxes: Record<string, string> = { a: 'one', b: 'one', c: 'two' }
const pod = (namespace: string, name: string, ip: string, own: Record<string, string>) => ({
  metadata: { namespace, name, labels: own },
  spec: { containers: [{ name: 'main' }] },
  status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], hostIP: '192.168.49.2' },
})
const shared = world.map((objects): World => {
  const listed = new Map(objects.namespaces.map(one => [one.metadata!.name!, one.metadata!.labels]))
  return {
    ...objects,
    namespaces: [
      ...Object.entries(sandboxes).map(([name, sandbox]) => ({
        metadata: { name, labels: { ...listed.get(name), [labels.sandbox]: sandbox } },
      })),
      ...['kube-system', 'control', 'bystander'].map(name => ({ metadata: { name } })),
    ],
    pods: [
      ...objects.pods,
      pod('kube-system', 'coredns', '10.0.2.1', { 'k8s-app': 'kube-dns' }),
      pod('kube-system', 'metrics', '10.0.2.2', { 'k8s-app': 'metrics' }),
      pod('control', 'toolbox', '10.0.2.3', { [labels.role]: 'toolbox' }),
      pod('bystander', 'web', '10.0.2.4', {}),
    ],
  }
})

const findPod = (objects: World, end: Endpoint) =>
  objects.pods.find(({ metadata, status }) =>
    'pod' in end
      ? metadata?.name === end.pod && metadata.namespace === end.namespace
      : status?.podIPs?.some(({ ip }) => ip === end.ip),
  )
const isGone = (pod: ReturnType<typeof findPod>) => ['Succeeded', 'Failed'].includes(pod?.status?.phase ?? '')

/** Packets come to addresses: a pod that has none or that ended is nobody, one on the host network is its node. */
function canAnswer(objects: World, end: Endpoint): boolean {
  if (!('pod' in end)) return true
  const found = findPod(objects, end)
  return !isGone(found) && !found?.spec?.hostNetwork && found?.status?.podIP !== undefined
}

/** Whose end it is: the sandbox of a pod that policies can select, `dns`, or nobody's. */
function ownerOf(objects: World, end: Endpoint): string | undefined {
  const found = findPod(objects, end)
  if (!found || isGone(found) || found.spec?.hostNetwork) return undefined
  const { namespace = '', name } = found.metadata ?? {}
  return name === 'coredns' ? 'dns' : sandboxes[namespace]
}
const say = (flow: Flow) => JSON.stringify(flow)
const runs = { numRuns: 25 }

it('says nothing about flows within a sandbox and to the DNS: what the learner’s policies say stays the verdict', () => {
  fc.assert(
    fc.property(shared, objects => {
      const open = createModel(objects)
      const walled = createModel({ ...objects, clusterNetworkPolicies: walls })
      const changed = flowsOf(objects).filter(flow => {
        const [from, to] = [ownerOf(objects, flow.from), ownerOf(objects, flow.to)]
        return (
          from === 'one' &&
          (to === 'one' || to === 'dns') &&
          JSON.stringify(open.verdict(flow)) !== JSON.stringify(walled.verdict(flow))
        )
      })
      expect(changed.map(say)).toEqual([])
    }),
    runs,
  )
})

it('lets nothing else out of a sandbox and no other pod in, whatever the policies on both sides allow', () => {
  fc.assert(
    fc.property(shared, objects => {
      const walled = createModel({ ...objects, clusterNetworkPolicies: walls })
      const passed = flowsOf(objects).filter(flow => {
        const [from, to] = [ownerOf(objects, flow.from), ownerOf(objects, flow.to)]
        const out = from === 'one' && to !== 'one' && to !== 'dns'
        const into = to === 'one' && from !== 'one' && from !== undefined
        return (out || into) && canAnswer(objects, flow.to) && walled.verdict(flow).allowed
      })
      expect(passed.map(say)).toEqual([])
    }),
    runs,
  )
})

it('is the same wall in v1alpha1', () => {
  fc.assert(
    fc.property(shared, objects => {
      const one = createModel({ ...objects, clusterNetworkPolicies: walls })
      const other = createModel({ ...objects, adminNetworkPolicies: walls.map(asAdminNetworkPolicy) })
      const differ = flowsOf(objects).filter(
        flow => one.verdict(flow).allowed !== other.verdict(flow).allowed,
      )
      expect(differ.map(say)).toEqual([])
    }),
    runs,
  )
})

const verdict = (from: Endpoint, to: Endpoint, port: number, protocol: Flow['protocol'], internet = false) =>
  createModel({
    namespaces: ['control', 'kube-system']
      .map(name => ({ metadata: { name } }))
      .concat({
        metadata: { name: 'shop', labels: { [labels.sandbox]: 'one' } },
      } as never),
    pods: [
      pod('shop', 'web', '10.0.1.1', {}),
      pod('kube-system', 'coredns', '10.0.2.1', { 'k8s-app': 'kube-dns' }),
      pod('control', 'toolbox', '10.0.2.3', { [labels.role]: 'toolbox' }),
      pod('control', 'other', '10.0.2.4', { [labels.role]: 'toolbox' }),
    ],
    networkPolicies: [],
    clusterNetworkPolicies: [sandboxWall('one', { ...place, internet }), toolboxWall(place)],
  }).verdict({ from, to, port, protocol }).allowed

const web = { namespace: 'shop', pod: 'web' }
const toolbox = { namespace: 'control', pod: 'toolbox' }

it.each<[string, Endpoint, Endpoint, number, Flow['protocol'], boolean]>([
  ['a pod asks the DNS service', web, { ip: '10.96.0.10' }, 53, 'UDP', true],
  ['a pod asks a cache on its node', web, { ip: '169.254.20.10' }, 53, 'TCP', true],
  ['a pod reads the cloud’s metadata', web, { ip: '169.254.169.254' }, 80, 'TCP', false],
  ['a pod reads the cloud’s metadata over IPv6', web, { ip: 'fd00:ec2::254' }, 80, 'TCP', false],
  ['a pod reaches a kubelet', web, { ip: '192.168.49.3' }, 10250, 'TCP', false],
  ['a pod reaches the API server', web, { ip: '192.168.49.2' }, 6443, 'TCP', false],
  ['a pod reaches a toolbox', web, toolbox, 80, 'TCP', false],
  ['a pod reaches the internet', web, { ip: '203.0.113.9' }, 443, 'TCP', false],
  ['a toolbox reaches the API server', toolbox, { ip: '192.168.49.2' }, 6443, 'TCP', true],
  ['a toolbox asks the DNS', toolbox, { namespace: 'kube-system', pod: 'coredns' }, 53, 'UDP', true],
  ['a toolbox reaches the kubelet beside it', toolbox, { ip: '192.168.49.2' }, 10250, 'TCP', false],
  ['a toolbox reaches another', toolbox, { namespace: 'control', pod: 'other' }, 80, 'TCP', false],
  ['a toolbox reaches a pod', toolbox, web, 80, 'TCP', false],
  ['a toolbox reads the metadata', toolbox, { ip: '169.254.169.254' }, 80, 'TCP', false],
  ['a toolbox reaches the internet', toolbox, { ip: '203.0.113.9' }, 443, 'TCP', false],
])('%s: %j %j %i %s %s', (_title, from, to, port, protocol, allowed) => {
  expect(verdict(from, to, port, protocol)).toBe(allowed)
})

it('the internet is a setting: nodes and metadata stay closed', () => {
  const reach = (ip: string) => verdict(web, { ip }, 80, 'TCP', true)
  expect(['203.0.113.9', '169.254.169.254', '192.168.49.3'].map(reach)).toEqual([true, false, false])
})
