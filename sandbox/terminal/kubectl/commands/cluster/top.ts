import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { allNamespacesFlag, selectorFlag } from '../shared-flags'

/** Metrics come from an API of their own (metrics-server); a cluster without it can only say so. */
async function runTop(invocation: Invocation): Promise<void> {
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
      flags: [selectorFlag],
      run: runTop,
    },
    {
      name: 'pod',
      aliases: ['pods', 'po'],
      usage: '[NAME | -l label]',
      short: 'Display resource (CPU/memory) usage of pods',
      flags: [allNamespacesFlag, flag.bool('containers', 'Show the containers of each pod.'), selectorFlag],
      run: runTop,
    },
  ],
}
