import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import { nodeName } from '../kubelet/node/node-name'
import { placeOf } from '../system/places'
import type { KeptMachine } from './kept-machine'
import type { Machine, Made, NodeState } from './machine'

/** What a machine's changes come to. */
export type Works = {
  readonly registry: Registry
  readonly kept: KeptMachine
  /** Brings nodes about as the machine says. */
  align(): void
  /** Everything is as before anybody used the cluster. */
  renew(made: Required<Made>): Promise<void>
  /** Resolves when what was asked for runs, as far as it can. */
  settled(): Promise<void>
}

/** A drained pod has as long to end. Milliseconds. */
const drainPatience = 5_000

/** The machines of a cluster, by what is kept of them. */
export function runMachine({ registry, kept, align, renew, settled }: Works): Machine {
  const setNode = (name: string, state: NodeState) => {
    const { [name]: _, ...others } = kept.now.workers
    kept.change({ workers: state === 'absent' ? others : { ...others, [name]: state } })
    align()
  }
  return {
    get state() {
      return kept.now.state
    },
    get nodes() {
      const { state, workers, dualStack } = kept.now
      if (state === 'absent') return []
      return [[nodeName, 'running'] as const, ...Object.entries(workers)].map(([name, one]) => ({
        name,
        address: placeOf(name, dualStack).addresses[0]!,
        state: state === 'stopped' ? state : one,
      }))
    },
    async become(state, { cni, nodes = 1, dualStack = false }) {
      const before = kept.now.state
      if (state === before) return
      if (state === 'stopped') {
        kept.change({ state })
        align()
      } else if (state === 'running' && before === 'stopped') {
        const workers = Object.fromEntries(
          Object.keys(kept.now.workers).map(name => [name, 'running' as const]),
        )
        kept.change({ state, workers, interfaces: {} })
        align()
      } else {
        await renew(
          state === 'absent' ? { cni: 'none', nodes: 1, dualStack: false } : { cni, nodes, dualStack },
        )
        kept.change({ state })
      }
      await settled()
    },
    async node(name, state) {
      if ((kept.now.workers[name] ?? 'absent') === state) return
      if (state === 'absent') {
        await drain(registry, name)
        if (registry.find('nodes', '', name)) registry.delete('nodes', '', name)
      }
      setNode(name, state)
      if (state === 'running') await settled()
    },
  }
}

/** As `kubectl drain --force --ignore-daemonsets --disable-eviction --grace-period=1`. */
async function drain(registry: Registry, node: string): Promise<void> {
  if (!registry.find('nodes', '', node)) return
  registry.modify<V1Node>('nodes', '', node, ({ spec }) => {
    spec!.unschedulable = true
  })
  const leaving = () =>
    registry
      .list<V1Pod>('pods')
      .filter(
        ({ metadata, spec }) =>
          spec?.nodeName === node &&
          !metadata?.ownerReferences?.some(({ controller, kind }) => controller && kind === 'DaemonSet'),
      )
  for (const { metadata } of leaving())
    registry.delete('pods', metadata!.namespace!, metadata!.name!, { gracePeriodSeconds: 1 })
  for (const end = Date.now() + drainPatience; Date.now() < end && leaving().length > 0; )
    await new Promise(resolve => setTimeout(resolve, 20))
}
