import { cleanupFinalizer } from '../../resources/custom/custom-resource-definitions'
import type { Definition } from '../../resources/custom/definition'
import type { Registry } from '../registry'
import { definitionsResource } from './definitions-resource'

/** Deletes every object of a definition that is going; lets it go when none is left. */
export function cleanUp(registry: Registry, { metadata, spec }: Definition): void {
  const name = metadata.name!
  if (!metadata.finalizers?.includes(cleanupFinalizer)) return
  const storage = `${spec.group}/${spec.names.plural}`
  if (registry.resources.ofStorage(storage)) {
    for (const object of registry.list(storage)) {
      if (object.metadata?.deletionTimestamp) continue
      registry.delete(storage, object.metadata?.namespace ?? '', object.metadata!.name!)
    }
    if (registry.list(storage).length > 0) return
  }
  registry.modify<Definition>(definitionsResource, '', name, object => {
    object.metadata.finalizers = object.metadata.finalizers?.filter(one => one !== cleanupFinalizer)
  })
}
