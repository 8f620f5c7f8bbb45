import type { V1Node } from '@kubernetes/client-node'
import { createMissing } from '../api/create-missing'
import type { Registry } from '../api/registry'
import type { NodePlace } from '../system/places'
import type { CniProfile } from './profile'

/** Makes what the plug-in's manifest makes, where it is not there yet. */
export function installCni(registry: Registry, profile: CniProfile): void {
  createMissing(registry, profile.manifest)
}

/** Writes on a node what the plug-in's agent writes there. What another one has written stays, as on a real node. */
export function annotateNode(registry: Registry, place: NodePlace, { nodeAnnotations }: CniProfile): void {
  const annotations = registry.find<V1Node>('nodes', '', place.name)?.metadata?.annotations
  const wanted = Object.entries(nodeAnnotations(place))
  const missing = wanted.filter(([key, value]) => annotations?.[key] !== value)
  if (annotations === undefined || missing.length === 0) return
  registry.modify<V1Node>('nodes', '', place.name, node => {
    Object.assign(node.metadata!.annotations!, Object.fromEntries(missing))
  })
}
