import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import fc from 'fast-check'
import type { Endpoint, Flow } from '../model'
import type { AdminNetworkPolicy, BaselineAdminNetworkPolicy } from '../tiers/admin-network-policy'
import type { ClusterNetworkPolicy } from '../tiers/cluster-network-policy'

/** Small worlds in which policies often meet pods: few names, few labels, few ports. */
export type World = {
  namespaces: V1Namespace[]
  pods: V1Pod[]
  networkPolicies: V1NetworkPolicy[]
  clusterNetworkPolicies?: ClusterNetworkPolicy[]
  adminNetworkPolicies?: AdminNetworkPolicy[]
  baselineAdminNetworkPolicies?: BaselineAdminNetworkPolicy[]
}

const namespaceNames = ['a', 'b', 'c']
const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('', 'x', 'y'), { maxKeys: 2 })

/** Missing, null or a value: what JSON can say. */
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.constantFrom(null, undefined))

const key = fc.constantFrom('app', 'tier', 'other')
const values = fc.array(fc.constantFrom('', 'x', 'y', 'z'), { minLength: 1, maxLength: 2 })
const expression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values }),
  fc.record({
    key,
    operator: fc.constantFrom('Exists', 'DoesNotExist'),
    values: fc.constantFrom(undefined, null, []),
  }),
)
const selector = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: maybe(labels), matchExpressions: maybe(fc.array(expression, { maxLength: 2 })) }),
)
const namespaceSelector = fc.oneof(
  selector,
  fc.constantFrom(...namespaceNames).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
)

const port = fc.oneof(
  fc.constant({}),
  fc.record({
    protocol: maybe(fc.constantFrom('TCP', 'UDP', 'SCTP')),
    port: maybe(fc.oneof(fc.integer({ min: 79, max: 82 }), fc.constantFrom('http', 'dns'))),
  }),
  fc
    .record({
      port: fc.integer({ min: 78, max: 81 }),
      more: fc.nat(3),
      protocol: maybe(fc.constantFrom('TCP', 'UDP')),
    })
    .map(({ port, more, protocol }) => ({ port, endPort: port + more, protocol })),
)

const block = fc.constantFrom(
  { cidr: '10.0.0.0/8' },
  { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] },
  { cidr: '10.0.1.0/24', except: ['10.0.1.2/32', '10.0.1.128/25'] },
  { cidr: '0.0.0.0/0' },
  { cidr: '::/0', except: null },
  { cidr: 'fd00::/64' },
  { cidr: '10.0.0.2/32' },
)
const peer = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ podSelector: maybe(selector), namespaceSelector: maybe(namespaceSelector) }),
  },
  block.map(ipBlock => ({ ipBlock })),
)
const list = <T>(item: fc.Arbitrary<T>) => maybe(fc.array(item, { maxLength: 3 }))
const ingress = list(fc.record({ from: list(peer), ports: list(port) }))
const egress = list(fc.record({ to: list(peer), ports: list(port) }))

const types = fc.constantFrom(undefined, null, [], ['Ingress'], ['Egress'], ['Ingress', 'Egress'])

export const policyOf = (name: string, namespace: string) =>
  fc.record({ podSelector: maybe(selector), policyTypes: types, ingress, egress }).map(
    // The types of client-node know no null, JSON does.
    spec => ({ metadata: { name, namespace }, spec }) as unknown as V1NetworkPolicy,
  )

const containerPort = fc.record({
  name: fc.constantFrom(undefined, 'http', 'dns'),
  containerPort: fc.integer({ min: 79, max: 82 }),
  protocol: fc.constantFrom(undefined, 'TCP', 'UDP'),
})

const podOf = (index: number) =>
  fc
    .record({
      namespace: fc.constantFrom(...namespaceNames),
      labels: maybe(labels),
      ports: fc.array(containerPort, { maxLength: 2 }),
      sidecarPorts: fc.array(containerPort, { maxLength: 1 }),
      sidecar: fc.boolean(),
      hostNetwork: fc.constantFrom(false, false, false, true),
      phase: fc.constantFrom('Running', 'Running', 'Running', 'Pending', 'Succeeded'),
      node: fc.constantFrom('192.168.49.2', '192.168.49.3'),
      address: fc.constantFrom('none', 'four', 'four', 'six', 'both'),
      subnet: fc.constantFrom(0, 1),
    })
    .map(({ namespace, labels, ports, sidecarPorts, sidecar, hostNetwork, phase, node, address, subnet }) => {
      const four = hostNetwork ? node : `10.0.${subnet}.${index + 1}`
      const six = `fd00:0:0:${subnet}::${index + 1}`
      const ips = {
        none: [],
        four: [four],
        six: hostNetwork ? [four] : [six],
        both: hostNetwork ? [four] : [four, six],
      }
      const podIPs = ips[address].map(ip => ({ ip }))
      return {
        metadata: { name: `pod-${index}`, namespace, labels },
        spec: {
          hostNetwork,
          containers: [{ name: 'main', ports }],
          initContainers: [
            { name: 'side', ports: sidecarPorts, restartPolicy: sidecar ? 'Always' : undefined },
          ],
        },
        status: { phase, podIP: podIPs[0]?.ip, podIPs, hostIP: node },
      } as unknown as V1Pod
    })

const namespaceObjects = fc
  .tuple(labels, labels, fc.boolean())
  .map(([a, b, listed]): V1Namespace[] => [
    { metadata: { name: 'a', labels: a } },
    { metadata: { name: 'b', labels: b } },
    ...(listed ? [{ metadata: { name: 'c' } }] : []),
  ])

export const world: fc.Arbitrary<World> = fc.record({
  namespaces: namespaceObjects,
  pods: fc.tuple(...[0, 1, 2, 3, 4, 5].map(podOf)),
  networkPolicies: fc
    .array(fc.constantFrom(...namespaceNames), { maxLength: 5 })
    .chain(places => fc.tuple(...places.map((namespace, index) => policyOf(`policy-${index}`, namespace)))),
})

const namespacedPod = fc.record({ namespaceSelector, podSelector: selector })
const subject = fc.oneof(
  namespaceSelector.map(namespaces => ({ namespaces })),
  namespacedPod.map(pods => ({ pods })),
)
const adminPeer = fc.oneof({ weight: 12, arbitrary: subject }, { weight: 1, arbitrary: fc.constant({}) })
const adminEgressPeer = fc.oneof(
  { weight: 2, arbitrary: adminPeer },
  fc
    .array(fc.constantFrom('10.0.0.0/8', '10.0.1.0/24', '::/0'), { minLength: 1, maxLength: 2 })
    .map(networks => ({ networks })),
)
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 2 })

const number = fc.integer({ min: 79, max: 82 })
const range = number.map(start => ({ start, end: start + 1 }))
const destinationPort = fc.oneof(
  number.map(one => ({ number: one })),
  range.map(one => ({ range: one })),
)
const protocol = fc.oneof(
  fc
    .constantFrom('tcp', 'udp', 'sctp')
    .chain(name => maybe(destinationPort).map(one => ({ [name]: { destinationPort: one } }))),
  fc.constantFrom('http', 'dns').map(destinationNamedPort => ({ destinationNamedPort })),
)
const adminPort = fc.oneof(
  fc
    .record({ port: number, protocol: fc.constantFrom('TCP', 'UDP', undefined) })
    .map(portNumber => ({ portNumber })),
  range.map(portRange => ({ portRange })),
  fc.constantFrom('http', 'dns').map(namedPort => ({ namedPort })),
)

const rulesOf = (actions: string[], ports: Record<string, fc.Arbitrary<unknown>>) => {
  const action = fc.constantFrom(...actions)
  const rules = (peers: Record<string, fc.Arbitrary<unknown>>) =>
    maybe(fc.array(fc.record({ action, ...peers, ...ports }), { maxLength: 3 }))
  return {
    subject,
    ingress: rules({ from: some(adminPeer) }),
    egress: rules({ to: some(adminEgressPeer) }),
  }
}
const priorities = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })

/** Worlds with policies of the admin tiers. No two have the same priority: the API leaves open who wins then. */
export const tieredWorld: fc.Arbitrary<World> = fc
  .record({
    world,
    priorities,
    cluster: fc.array(
      fc.record({
        tier: fc.constantFrom('Admin', 'Baseline'),
        ...rulesOf(['Accept', 'Deny', 'Pass'], { protocols: maybe(some(protocol)) }),
      }),
      { maxLength: 4 },
    ),
    admin: fc.array(fc.record(rulesOf(['Allow', 'Deny', 'Pass'], { ports: maybe(some(adminPort)) })), {
      maxLength: 2,
    }),
    baseline: fc.array(fc.record(rulesOf(['Allow', 'Deny'], { ports: maybe(some(adminPort)) })), {
      maxLength: 1,
    }),
  })
  .map(({ world, priorities, cluster, admin, baseline }) => {
    const ranked = (specs: object[], name: string, first: number) =>
      specs.map((spec, index) => ({
        metadata: { name: `${name}-${index}` },
        spec: { ...spec, priority: priorities[first + index] },
      }))
    return {
      ...world,
      clusterNetworkPolicies: ranked(cluster, 'cluster', 0),
      adminNetworkPolicies: ranked(admin, 'admin', 4),
      baselineAdminNetworkPolicies: baseline.map(spec => ({ metadata: { name: 'default' }, spec })),
      // The types of client-node know no null, JSON does.
    } as unknown as World
  })

const outside = ['192.0.2.7', '10.0.1.200', '2001:db8::7', '192.168.49.2', '192.168.49.3']

/** Every pod by name and by address, and some addresses that are no pod's. */
export function endsOf(world: World): Endpoint[] {
  const pods = world.pods.map(({ metadata }) => ({ namespace: metadata!.namespace!, pod: metadata!.name! }))
  const addresses = world.pods.flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ({ ip: ip! })))
  return [...pods, ...addresses, ...outside.map(ip => ({ ip }))]
}

export const flowsOf = (world: World): Flow[] => {
  const ends = endsOf(world)
  const ports = [
    { port: 79, protocol: 'TCP' as const },
    { port: 80, protocol: 'TCP' as const },
    { port: 81, protocol: 'UDP' as const },
    { port: 82, protocol: 'SCTP' as const },
  ]
  return ends.flatMap(from => ends.flatMap(to => ports.map(port => ({ from, to, ...port }))))
}
