import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../shared-flags'

const headersFlag = flag.bool('no-headers', 'Leave the headers out.')
const sortFlag = flag.string('sort-by', 'Show those first that use most: cpu or memory.')

/** Metrics come from an API of their own (metrics-server); a cluster without it can only say so. */
async function runTop(invocation: Invocation): Promise<void> {
  const order = invocation.flags.string('sort-by')
  if (!['', 'cpu', 'memory'].includes(order)) throw new Error('--sort-by accepts only cpu or memory')
  const { resources } = await invocation.mapper()
  if (!resources.some(({ group }) => group === 'metrics.k8s.io')) throw new Error('Metrics API not available')
  throw new Error('reading metrics is not available in this terminal')
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
      run: runTop,
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
      run: runTop,
    },
  ],
}
