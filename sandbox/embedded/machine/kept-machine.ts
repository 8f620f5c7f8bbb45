import { join } from 'node:path'
import type { Cni, ExternalHost } from '../../provider'
import { keptSecret, writeSecret } from '../secret-file'
import { numberedName } from '../system/places'

/** What of a cluster is no object of its API: what a real node has on its own disk, and what is around it. */
export type MachineState = {
  /** Who gives new pods their interface (on a real node: what is in /etc/cni/net.d). */
  readonly cni: Cni
  /** By uid: pods whose interface another plug-in gave. */
  readonly interfaces: Readonly<Record<string, Cni>>
  readonly externalHosts: readonly ExternalHost[]
  /** Namespaces whose policies only the grader may read. */
  readonly hiddenPolicies: readonly string[]
  /** Does the machine run, is it stopped, or deleted? */
  readonly state: 'running' | 'stopped' | 'absent'
  /** The nodes beside the control plane's, by name; a stopped one stays so when the others are started. */
  readonly workers: Readonly<Record<string, 'running' | 'stopped'>>
  /** Do nodes, pods and services have addresses of both families? */
  readonly dualStack: boolean
}

export interface KeptMachine {
  readonly now: MachineState
  /** Written when it returns. */
  change(what: Partial<MachineState>): void
}

const fresh = (cni: Cni, dualStack: boolean): MachineState => ({
  cni,
  interfaces: {},
  externalHosts: [],
  hiddenPolicies: [],
  state: 'running',
  workers: {},
  dualStack,
})

/** The nodes beside the first, of so many. */
export const workersFor = (nodes: number): MachineState['workers'] =>
  Object.fromEntries(Array.from({ length: nodes - 1 }, (_, index) => [numberedName(index + 2), 'running']))

/** Over a restart the same, where there is a directory. What is asked for is had by all. */
export function keepMachine(
  directory: string | undefined,
  { cni, nodes, dualStack }: { cni?: Cni; nodes?: number; dualStack?: boolean } = {},
): KeptMachine {
  const file = directory && join(directory, 'machine.json')
  const made = fresh(cni ?? 'calico', dualStack ?? false)
  let now: MachineState = { ...made, ...(file && keptSecret(file, () => made)) }
  const change = (what: Partial<MachineState>) => {
    now = { ...now, ...what }
    if (file) writeSecret(file, JSON.stringify(now))
  }
  if (cni !== undefined && now.cni !== cni) change({ cni, interfaces: {} })
  const present = Object.keys(now.workers).length + 1
  if (nodes !== undefined && nodes < present)
    throw new Error(`the cluster has ${present} nodes; it can be given more, not fewer`)
  if (nodes !== undefined && nodes > present) change({ workers: { ...workersFor(nodes), ...now.workers } })
  if (dualStack !== undefined && dualStack !== now.dualStack)
    throw new Error(
      `the cluster has ${now.dualStack ? 'two IP families' : 'one IP family'}, and keeps what it was made with`,
    )
  return {
    get now() {
      return now
    },
    change,
  }
}
