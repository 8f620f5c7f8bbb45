import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { createModel, type Flow } from '@/sandbox/netpol'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const sizes = { namespaces: 20, pods: 1000, policies: 200 }

/** A small generator with a seed, so that every run measures the same cluster (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below
  }
}

const random = randomOf(3)
const below = (limit: number): number => Math.floor(random(limit))

/** `alike`: pods share labels as replicas do; else every pod has labels of its own that policies can tell apart. */
function cluster(alike: boolean) {
  const namespaces: V1Namespace[] = Array.from({ length: sizes.namespaces }, (_, index) => ({
    metadata: { name: `ns-${index}`, labels: { team: `team-${index % 5}` } },
  }))
  const pods: V1Pod[] = Array.from({ length: sizes.pods }, (_, index) => ({
    metadata: {
      namespace: `ns-${index % sizes.namespaces}`,
      name: `pod-${index}`,
      labels: {
        app: `app-${below(10)}`,
        tier: `tier-${below(4)}`,
        ...(alike ? {} : { pod: `pod-${index}` }),
      },
    },
    spec: {
      nodeName: `node-${index % 10}`,
      containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 80 }] }],
    },
    status: {
      phase: 'Running',
      podIP: `10.244.${index >> 8}.${index & 255}`,
      hostIP: `192.168.49.${index % 10}`,
    },
  }))
  const networkPolicies: V1NetworkPolicy[] = Array.from({ length: sizes.policies }, (_, index) => {
    const podSelector = { matchLabels: { app: `app-${below(10)}` } }
    const peer =
      index % 2 === 0
        ? { namespaceSelector: { matchLabels: { team: `team-${below(5)}` } }, podSelector }
        : {
            podSelector: alike
              ? podSelector
              : { matchExpressions: [{ key: 'pod', operator: 'NotIn', values: ['x'] }] },
          }
    const rule = { ports: [{ port: index % 4 === 0 ? 'http' : 80 }, { port: 443 }] }
    const direction =
      index % 3 === 0 ? { egress: [{ ...rule, to: [peer] }] } : { ingress: [{ ...rule, from: [peer] }] }
    return {
      metadata: { namespace: `ns-${index % sizes.namespaces}`, name: `policy-${index}` },
      spec: {
        podSelector: index % 5 === 0 ? {} : { matchLabels: { tier: `tier-${below(4)}` } },
        policyTypes: [index % 3 === 0 ? 'Egress' : 'Ingress'],
        ...direction,
      },
    } as V1NetworkPolicy
  })
  return { namespaces, pods, networkPolicies }
}

/** Every pair of different pods once, in random order, laid out in the order in which they are asked. */
function pairs(pods: readonly V1Pod[]): Flow[] {
  const ends = pods.map(({ metadata }) => ({ namespace: metadata!.namespace!, pod: metadata!.name! }))
  const order = Uint32Array.from({ length: ends.length ** 2 }, (_, index) => index)
  for (let index = order.length - 1; index > 0; index--) {
    const other = below(index + 1)
    const pair = order[index]!
    order[index] = order[other]!
    order[other] = pair
  }
  const flows: Flow[] = []
  for (const pair of order) {
    const from = ends[Math.floor(pair / ends.length)]!
    const to = ends[pair % ends.length]!
    if (from !== to) flows.push({ from, to, port: 80, protocol: 'TCP' })
  }
  return flows
}

async function measureCluster(name: string, alike: boolean): Promise<Measurement[]> {
  const objects = cluster(alike)
  const flows = pairs(objects.pods)
  const compile = await timed(20, () => createModel(objects))
  const rates: number[] = []
  let allowed = 0
  for (let round = 0; round < 5; round++) {
    const model = createModel(objects)
    const start = performance.now()
    for (const flow of flows) if (model.verdict(flow).allowed) allowed++
    rates.push(flows.length / (performance.now() - start) / 1000)
  }
  return [
    { what: `${name}: compile, p50`, value: percentile(compile, 0.5), unit: 'ms' },
    { what: `${name}: verdicts, median of 5`, value: percentile(rates, 0.5), unit: 'million/s', target: '5' },
    { what: `${name}: verdicts, first round`, value: rates[0]!, unit: 'million/s' },
    { what: `${name}: share of pairs allowed`, value: (100 * allowed) / (5 * flows.length), unit: '%' },
  ]
}

/** 20 namespaces, 1,000 pods, 200 policies; random pairs on TCP 80, each asked once of a fresh model. */
export async function measure(): Promise<Measurement[]> {
  return [
    ...(await measureCluster('replicas', true)),
    ...(await measureCluster('every pod different', false)),
  ]
}
