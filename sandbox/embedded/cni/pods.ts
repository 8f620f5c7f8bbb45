import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { Cni } from '../../provider'
import { copyJson } from '../api/copy'
import type { Registry } from '../api/registry'
import { nodeName } from '../kubelet/node-name'
import { type CniProfile, profiles } from '.'

/** Makes what the plug-in's manifest makes, and takes away what another one left. */
export function startCniPods(registry: Registry, cni: Cni): void {
  for (const other of Object.values(profiles)) if (other.name !== cni) removeCniPods(registry, other)
  const { namespaces, pods } = profiles[cni]
  for (const namespace of namespaces)
    if (!registry.find('namespaces', '', namespace.metadata!.name!))
      registry.create('namespaces', copyJson(namespace))
  for (const pod of pods)
    if (!registry.find('pods', pod.metadata!.namespace!, pod.metadata!.name!))
      registry.create<V1Pod>('pods', copyJson(pod))
  annotateNode(registry, profiles[cni])
}

function removeCniPods(registry: Registry, { pods, namespaces }: CniProfile): void {
  for (const { metadata } of pods)
    if (registry.find('pods', metadata!.namespace!, metadata!.name!))
      registry.delete('pods', metadata!.namespace!, metadata!.name!, { gracePeriodSeconds: 0 })
  for (const { metadata } of namespaces)
    if (registry.find('namespaces', '', metadata!.name!)) registry.delete('namespaces', '', metadata!.name!)
}

const every = new Set(Object.values(profiles).flatMap(({ nodeAnnotations }) => Object.keys(nodeAnnotations)))

/** The node carries the notes of the plug-in that is there, and of no other. */
export function annotateNode(registry: Registry, { nodeAnnotations }: CniProfile): void {
  const annotations = registry.find<V1Node>('nodes', '', nodeName)?.metadata?.annotations
  if (annotations === undefined) return
  const kept = Object.entries(annotations).filter(([key]) => !every.has(key))
  const wanted = Object.fromEntries([...kept, ...Object.entries(nodeAnnotations)])
  const isSame =
    Object.keys(wanted).length === Object.keys(annotations).length &&
    Object.entries(wanted).every(([key, value]) => annotations[key] === value)
  if (!isSame)
    registry.modify<V1Node>('nodes', '', nodeName, node => {
      node.metadata!.annotations = wanted
    })
}
