import { join } from 'node:path'
import type { Cni, ExternalHost } from '../../provider'
import { keptSecret, writeSecret } from '../secret-file'

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
}

export interface KeptMachine {
  readonly now: MachineState
  /** Written when it returns. */
  change(what: Partial<MachineState>): void
}

const fresh = (cni: Cni): MachineState => ({
  cni,
  interfaces: {},
  externalHosts: [],
  hiddenPolicies: [],
  state: 'running',
})

/** Over a restart the same, where there is a directory. A `cni` that is asked for is had by all. */
export function keepMachine(directory: string | undefined, cni?: Cni): KeptMachine {
  const file = directory && join(directory, 'machine.json')
  const made = fresh(cni ?? 'calico')
  let now: MachineState = { ...made, ...(file && keptSecret(file, () => made)) }
  const change = (what: Partial<MachineState>) => {
    now = { ...now, ...what }
    if (file) writeSecret(file, JSON.stringify(now))
  }
  if (cni !== undefined && now.cni !== cni) change({ cni, interfaces: {} })
  return {
    get now() {
      return now
    },
    change,
  }
}
