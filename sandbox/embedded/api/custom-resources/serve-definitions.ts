import type { Disposable } from '../../../process'
import { definedBy } from '../../resources/custom/defined'
import type { Definition } from '../../resources/custom/definition'
import type { Registry } from '../registry'
import { ApiError } from '../status'
import { acceptNames, isEstablished } from './accept-names'
import { cleanUp } from './clean-up'
import { definitionsResource } from './definitions-resource'

/**
 * Serves what CustomResourceDefinitions define, as apiextensions-apiserver and its controllers do: a definition's names
 * are accepted once it is stored, then its resources are there; before it goes, so do its objects.
 */
export function serveDefinitions(registry: Registry): Disposable {
  const waiting = new Set<string>()
  let disposed = false

  const look = (name: string) => {
    waiting.delete(name)
    const definition = registry.find<Definition>(definitionsResource, '', name)
    if (disposed || !definition) return
    if (definition.metadata.deletionTimestamp) cleanUp(registry, definition)
    else acceptNames(registry, definition)
  }
  const lookSoon = (name: string) => {
    if (waiting.has(name)) return
    waiting.add(name)
    setImmediate(() => {
      try {
        look(name)
      } catch (error) {
        // Somebody was faster: their change brings us back here.
        if (!(error instanceof ApiError)) throw error
      }
    })
  }

  const definitions = registry.watch<Definition>(definitionsResource, ({ type, object }) => {
    const name = object.metadata.name!
    if (type === 'DELETED') registry.resources.forget(name)
    else {
      if (isEstablished(object)) registry.resources.define(name, definedBy(object))
      lookSoon(name)
    }
  })
  const objects = registry.watchAll(({ type, key }) => {
    if (type !== 'DELETED') return
    const stored = registry.resources.ofStorage(key.resource)
    if (stored?.structure) lookSoon(`${stored.name}.${stored.group}`)
  })
  return {
    dispose() {
      disposed = true
      definitions.dispose()
      objects.dispose()
    },
  }
}
