import type { KubernetesObject, V1Node, V1Pod } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import { timestamp } from '../api/stored'
import { define } from '../resources/define'
import { column, nameColumn } from '../resources/printing/columns'
import type { Registration } from '../resources/registration'
import { type Usage, usageOf, windowLength } from './usage'

type Quantities = { cpu: string; memory: string }
type Metrics = KubernetesObject & { timestamp: string; window: string }
type NodeMetrics = Metrics & { usage: Quantities }
type PodMetrics = Metrics & { containers: { name: string; usage: Quantities }[] }

const group = 'metrics.k8s.io'
const version = 'v1beta1'
/** What the node's own programs use beside its pods. */
const ofTheNode: Usage = { cpu: 90, memory: 640 * 2 ** 20 }

const sum = (usages: readonly Usage[]): Usage => ({
  cpu: usages.reduce((all, { cpu }) => all + cpu, 0),
  memory: usages.reduce((all, { memory }) => all + memory, 0),
})

const quantities = ({ cpu, memory }: Usage): Quantities => ({
  cpu: `${cpu * 1_000_000}n`,
  memory: `${Math.ceil(memory / 1024)}Ki`,
})

function runningContainers({ spec, status }: V1Pod) {
  return [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ].filter(({ name }) => {
    const found = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find(
      container => container.name === name,
    )
    return found?.state?.running !== undefined
  })
}

const head = (
  kind: string,
  { name, namespace, labels }: NonNullable<KubernetesObject['metadata']>,
  now: number,
) => {
  const at = timestamp(Math.floor(now / windowLength) * windowLength)
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      creationTimestamp: timestamp(now),
    },
    timestamp: at,
    window: `${windowLength / 1000}s`,
  }
}

function podMetrics(registry: Registry, now = Date.now()): PodMetrics[] {
  return registry.list<V1Pod>('pods').flatMap(pod => {
    const containers = runningContainers(pod)
    if (containers.length === 0 || pod.status?.phase !== 'Running') return []
    const used = containers.map(container => ({
      name: container.name,
      usage: quantities(usageOf(pod, container, now)),
    }))
    return [{ ...head('PodMetrics', pod.metadata!, now), containers: used } as unknown as PodMetrics]
  })
}

function nodeMetrics(registry: Registry, now = Date.now()): NodeMetrics[] {
  const pods = registry.list<V1Pod>('pods')
  return registry.list<V1Node>('nodes').map(node => {
    const own = pods.filter(({ spec }) => spec?.nodeName === node.metadata?.name)
    const used = own.flatMap(pod => runningContainers(pod).map(container => usageOf(pod, container, now)))
    return {
      ...head('NodeMetrics', node.metadata!, now),
      usage: quantities(sum([ofTheNode, ...used])),
    } as unknown as NodeMetrics
  })
}

const verbs = ['get', 'list'] as const

const podTotals = ({ containers }: PodMetrics, of: keyof Quantities) => {
  const total = containers.reduce((all, { usage }) => all + Number.parseInt(usage[of], 10), 0)
  return `${total}${of === 'cpu' ? 'n' : 'Ki'}`
}

/** What metrics-server serves: nothing of it is stored. */
export const metricsResources: readonly Registration[] = [
  define<NodeMetrics>({
    group,
    version,
    kind: 'NodeMetrics',
    name: 'nodes',
    singular: '',
    noun: 'nodemetrics',
    namespaced: false,
    verbs,
    columns: [
      nameColumn,
      column('cpu', ({ usage }) => usage.cpu),
      column('memory', ({ usage }) => usage.memory),
      column('Window', ({ window }) => window),
    ],
    always: nodeMetrics,
  }),
  define<PodMetrics>({
    group,
    version,
    kind: 'PodMetrics',
    name: 'pods',
    singular: '',
    noun: 'podmetrics',
    verbs,
    columns: [
      nameColumn,
      column('cpu', metrics => podTotals(metrics, 'cpu')),
      column('memory', metrics => podTotals(metrics, 'memory')),
      column('Window', ({ window }) => window),
    ],
    always: podMetrics,
  }),
]
