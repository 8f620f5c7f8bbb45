import type {
  V1LabelSelector,
  V1Namespace,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1Pod,
} from '@kubernetes/client-node'
import type { DrillLevel, Setting } from './drill'
import { ports } from './flows'
import type { Random } from './random'

/** What a level adds to the one before it. */
type Difficulty = {
  pods: number
  policies: number
  ports: boolean
  egress: boolean
  namespaces: readonly string[]
  expressions: boolean
}

const levels: Readonly<Record<DrillLevel, Difficulty>> = {
  1: { pods: 3, policies: 2, ports: false, egress: false, namespaces: ['shop'], expressions: false },
  2: { pods: 4, policies: 3, ports: true, egress: false, namespaces: ['shop'], expressions: false },
  3: { pods: 4, policies: 3, ports: true, egress: true, namespaces: ['shop'], expressions: false },
  4: { pods: 5, policies: 4, ports: true, egress: true, namespaces: ['shop', 'ops'], expressions: false },
  5: { pods: 6, policies: 5, ports: true, egress: true, namespaces: ['shop', 'ops'], expressions: true },
}

const apps = ['web', 'api', 'db', 'client', 'cart', 'batch']
const tiers = ['front', 'back']
const environments: Readonly<Record<string, string>> = { shop: 'prod', ops: 'ops' }

/** A small cluster of a level, with policies; the first is often a default deny. */
export function makeSetting(level: DrillLevel, random: Random): Setting {
  const difficulty = levels[level]
  const namespaces = difficulty.namespaces.map(
    (name): V1Namespace => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name, env: environments[name]! } },
    }),
  )
  const pods = random.some(apps, difficulty.pods).map((app, index): V1Pod => {
    // At least one pod in every namespace, most in the first.
    const namespace =
      difficulty.namespaces[index] ?? (random.chance(0.7) ? 'shop' : random.pick(difficulty.namespaces))
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: app, namespace, labels: { app, tier: random.pick(tiers) } },
      spec: {
        containers: [
          { name: 'main', image: 'nginx', ports: ports.map(containerPort => ({ containerPort })) },
        ],
      },
      status: { phase: 'Running', podIP: `10.244.0.${index + 10}` },
    }
  })
  const policies = Array.from({ length: difficulty.policies }, (_, index) =>
    makePolicy(index, { difficulty, pods, random }),
  )
  return { namespaces, pods, policies }
}

type Making = { difficulty: Difficulty; pods: readonly V1Pod[]; random: Random }

function makePolicy(index: number, { difficulty, pods, random }: Making): V1NetworkPolicy {
  const egress = difficulty.egress && random.chance(0.4)
  const namespace = random.pick(pods).metadata!.namespace!
  const neighbours = pods.filter(({ metadata }) => metadata?.namespace === namespace)
  const isDeny = index === 0 && random.chance(0.6)
  const podSelector = isDeny ? {} : selectorOf(random.pick(neighbours), difficulty, random)
  const rules = isDeny
    ? []
    : Array.from({ length: 1 + random.below(2) }, () => makeRule({ difficulty, pods, random }, namespace))
  const target = Object.values(podSelector.matchLabels ?? {})[0] ?? (isDeny ? 'all' : 'some')
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: `${isDeny ? 'deny' : 'allow'}-${target}-${String.fromCharCode(97 + index)}`,
      namespace,
    },
    spec: {
      podSelector,
      policyTypes: [egress ? 'Egress' : 'Ingress'],
      ...(rules.length > 0 &&
        (egress
          ? { egress: rules.map(rule => asWritten(rule, 'to')) }
          : { ingress: rules.map(rule => asWritten(rule, 'from')) })),
    },
  } as V1NetworkPolicy
}

/** As manifests have it: client-node's model calls the field `_from`. */
const asWritten = ({ peers, ports: some }: Rule, field: 'from' | 'to') => ({
  [field]: peers,
  ...(some && { ports: some }),
})

type Rule = { peers: V1NetworkPolicyPeer[]; ports?: V1NetworkPolicyPort[] }

function makeRule({ difficulty, pods, random }: Making, namespace: string): Rule {
  const peers = Array.from({ length: 1 + random.below(2) }, () =>
    makePeer(random.pick(pods), namespace, difficulty, random),
  )
  const some: V1NetworkPolicyPort[] | undefined =
    difficulty.ports && random.chance(0.6) ? [{ protocol: 'TCP', port: random.pick(ports) }] : undefined
  return { peers, ...(some && { ports: some }) }
}

function makePeer(pod: V1Pod, home: string, difficulty: Difficulty, random: Random): V1NetworkPolicyPeer {
  const podSelector = selectorOf(pod, difficulty, random)
  const there = pod.metadata?.namespace ?? ''
  if (difficulty.namespaces.length === 1 || (there === home && random.chance(0.7))) return { podSelector }
  const namespaceSelector = { matchLabels: { env: environments[there]! } }
  return random.chance(0.5) ? { namespaceSelector, podSelector } : { namespaceSelector }
}

function selectorOf(pod: V1Pod, { expressions }: Difficulty, random: Random): V1LabelSelector {
  const key = random.chance(0.7) ? 'app' : 'tier'
  const value = pod.metadata!.labels![key]!
  if (!expressions || random.chance(0.5)) return { matchLabels: { [key]: value } }
  return random.chance(0.5)
    ? {
        matchExpressions: [
          { key, operator: 'In', values: [value, random.pick(key === 'app' ? apps : tiers)] },
        ],
      }
    : { matchExpressions: [{ key, operator: 'NotIn', values: [random.pick(key === 'app' ? apps : tiers)] }] }
}
