import type { V1Pod } from '@kubernetes/client-node'
import type { Cni } from '../../provider'
import type { Registry } from '../api/registry'
import { profiles } from '.'

/** Makes what the plug-in's manifest makes, and takes away what another one left. */
export function startCniPods(registry: Registry, cni: Cni): void {
  for (const other of Object.values(profiles)) {
    if (other.name === cni) continue
    for (const { metadata } of other.pods)
      if (registry.find('pods', metadata!.namespace!, metadata!.name!))
        registry.delete('pods', metadata!.namespace!, metadata!.name!, { gracePeriodSeconds: 0 })
    for (const { metadata } of other.namespaces)
      if (registry.find('namespaces', '', metadata!.name!)) registry.delete('namespaces', '', metadata!.name!)
  }
  const { namespaces, pods } = profiles[cni]
  for (const namespace of namespaces)
    if (!registry.find('namespaces', '', namespace.metadata!.name!))
      registry.create('namespaces', structuredClone(namespace))
  for (const pod of pods)
    if (!registry.find('pods', pod.metadata!.namespace!, pod.metadata!.name!))
      registry.create<V1Pod>('pods', structuredClone(pod))
}
