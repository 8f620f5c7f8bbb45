import { resourcePath } from '../../../../client'
import { type Command, usageError } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type KubeObject } from '../../object'
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../shared-flags'
import { nodeTable, podTable, type Usage } from './usage-table'

const headersFlag = flag.bool('no-headers', 'Leave the headers out.')
const sortFlag = flag.string('sort-by', 'Show those first that use most: cpu or memory.')

/** Throws for a wrong line, and where there is nobody who measures: that takes metrics-server. */
async function prepare(invocation: Invocation, usage: string, selector: string): Promise<string | undefined> {
  const { flags, args } = invocation
  const [name, ...more] = args
  if (more.length > 0) throw usageError(invocation, usage)
  const order = flags.string('sort-by')
  if (!['', 'cpu', 'memory'].includes(order)) throw new Error('--sort-by accepts only cpu or memory')
  const selects = flags.string('selector') || (flags.has('field-selector') && flags.string('field-selector'))
  if (name && selects) throw new Error(`only one of NAME or ${selector} can be provided`)
  const { resources } = await invocation.mapper()
  if (!resources.some(({ group }) => group === 'metrics.k8s.io')) throw new Error('Metrics API not available')
  return name
}

type Metrics = KubeObject & { usage: Usage; containers: { name: string; usage: Usage }[] }

const measured = { group: 'metrics.k8s.io', version: 'v1beta1' }

async function fetch<T extends KubeObject>(
  invocation: Invocation,
  place: { group: string; version: string; resource: string; namespace?: string; name?: string },
): Promise<T[]> {
  const { flags } = invocation
  const api = await invocation.api()
  const query = {
    labelSelector: flags.string('selector') || undefined,
    fieldSelector: (flags.has('field-selector') && flags.string('field-selector')) || undefined,
  }
  const { body } = await api.request<T & { items?: T[] }>('GET', resourcePath(place), {
    query: place.name ? {} : query,
  })
  return place.name ? [body] : (body.items ?? [])
}

const options = ({ flags }: Invocation) => ({
  headers: !flags.bool('no-headers'),
  sortBy: flags.string('sort-by'),
})

async function topNodes(invocation: Invocation): Promise<void> {
  const name = await prepare(invocation, 'node [NAME | -l label]', '--selector')
  const metrics = await fetch<Metrics>(invocation, { ...measured, resource: 'nodes', name })
  if (metrics.length === 0) throw new Error('metrics not available yet')
  const nodes = await fetch<KubeObject>(invocation, { group: '', version: 'v1', resource: 'nodes', name })
  const rows = metrics.map(({ metadata, usage }) => {
    const node = nodes.find(one => one.metadata?.name === metadata?.name)
    return {
      name: metadata?.name ?? '',
      usage,
      allocatable: (at(node, 'status', 'allocatable') ?? {}) as Partial<Usage>,
    }
  })
  await invocation.out(nodeTable(rows, options(invocation)))
}

async function topPods(invocation: Invocation): Promise<void> {
  const { flags } = invocation
  const name = await prepare(invocation, 'pod [NAME | -l label]', 'selector')
  const everywhere = flags.bool('all-namespaces')
  const { name: own } = await invocation.namespace()
  const namespace = everywhere ? undefined : own
  const metrics = await fetch<Metrics>(invocation, { ...measured, resource: 'pods', namespace, name })
  if (metrics.length === 0) {
    const pods = await fetch<KubeObject>(invocation, {
      group: '',
      version: 'v1',
      resource: 'pods',
      namespace,
    })
    if (pods.length > 0) throw new Error('metrics not available yet')
    await invocation.err(everywhere ? 'No resources found\n' : `No resources found in ${own} namespace.\n`)
    return
  }
  const rows = metrics.map(({ metadata, containers }) => ({
    name: metadata?.name ?? '',
    namespace: metadata?.namespace ?? '',
    containers,
  }))
  await invocation.out(
    podTable(rows, {
      ...options(invocation),
      containers: flags.bool('containers'),
      namespaces: everywhere,
      sum: flags.bool('sum'),
    }),
  )
}

export const top: Command = {
  name: 'top',
  usage: '',
  short: 'Display resource (CPU/memory) usage',
  long: `Display resource (CPU/memory) usage.

 Needs Metrics Server in the cluster.`,
  flags: [],
  subcommands: [
    {
      name: 'node',
      aliases: ['nodes', 'no'],
      usage: '[NAME | -l label]',
      short: 'Display resource (CPU/memory) usage of nodes',
      flags: [headersFlag, selectorFlag, sortFlag],
      run: topNodes,
    },
    {
      name: 'pod',
      aliases: ['pods', 'po'],
      usage: '[NAME | -l label]',
      short: 'Display resource (CPU/memory) usage of pods',
      flags: [
        allNamespacesFlag,
        flag.bool('containers', 'Show the containers of each pod.'),
        fieldSelectorFlag,
        headersFlag,
        selectorFlag,
        sortFlag,
        flag.bool('sum', 'Add up what all of them use.'),
      ],
      run: topPods,
    },
  ],
}
