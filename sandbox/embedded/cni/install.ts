import type { V1Node } from '@kubernetes/client-node'
import { createMissing } from '../api/create-missing'
import type { Registry } from '../api/registry'
import { nodeName } from '../kubelet/node-name'
import type { CniProfile } from './profile'

/** Makes what the plug-in's manifest makes, where it is not there yet. */
export function installCni(registry: Registry, profile: CniProfile): void {
  createMissing(registry, profile.manifest)
  annotateNode(registry, profile)
}

/** Writes on the node what the plug-in's agent writes there. What another one has written stays, as on a real node. */
export function annotateNode(registry: Registry, { nodeAnnotations }: CniProfile): void {
  const annotations = registry.find<V1Node>('nodes', '', nodeName)?.metadata?.annotations
  const missing = Object.entries(nodeAnnotations).filter(([key, value]) => annotations?.[key] !== value)
  if (annotations === undefined || missing.length === 0) return
  registry.modify<V1Node>('nodes', '', nodeName, node => {
    Object.assign(node.metadata!.annotations!, Object.fromEntries(missing))
  })
}
