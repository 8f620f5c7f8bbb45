import type { CoreV1Event, EventsV1Event, KubernetesObject, V1ObjectReference } from '@kubernetes/client-node'
import { graderName, isGraders } from '../../grader/counterexample/mark'
import { isGrader } from '../credentials'
import type { User } from '../resources/registration'
import type { Change } from '../store'
import type { ListOptions, Registry } from './registry'
import { forbidden, notFound } from './status'

/**
 * The registry as everybody but the grader sees it: what the grader makes for a moment is not there, neither the
 * objects with its mark, nor what lies in a namespace of its own, nor events about them. The mark is the grader's alone.
 */
export function outOfSight(registry: Registry, user: User): Registry {
  if (isGrader(user)) return registry
  const isOwnNamespace = (name = '') => {
    const namespace = name === '' ? undefined : registry.find('namespaces', '', name)
    return namespace !== undefined && isGraders(namespace)
  }
  const isAboutGraders = (about: V1ObjectReference | undefined) =>
    about?.name === graderName || isOwnNamespace(about?.namespace)
  const isHidden = (object: KubernetesObject) =>
    isGraders(object) ||
    isOwnNamespace(object.metadata?.namespace) ||
    (object.kind === 'Event' && isAboutGraders(subjectOf(object)))

  const named = (resource: string) => {
    const [group = '', name = ''] = resource.includes('/') ? resource.split('/') : ['', resource]
    return { group, name }
  }
  const requireSeen = (resource: string, namespace: string, name: string) => {
    const found = registry.find(resource, namespace, name)
    if (found && isHidden(found)) throw notFound(named(resource), name)
  }
  const requireUnmarked = (resource: string, object: KubernetesObject) => {
    if (!isGraders(object)) return
    const name = object.metadata?.name ?? ''
    throw forbidden(named(resource), name, `User "${user.username}" cannot make it: it would be the grader's`)
  }
  const own: Pick<
    Registry,
    'get' | 'find' | 'list' | 'create' | 'update' | 'modify' | 'delete' | 'watch' | 'changes'
  > = {
    get(resource, namespace, name) {
      requireSeen(resource, namespace, name)
      return registry.get(resource, namespace, name)
    },
    find<T extends KubernetesObject>(resource: string, namespace: string, name: string) {
      const found = registry.find<T>(resource, namespace, name)
      return found && isHidden(found) ? undefined : found
    },
    list<T extends KubernetesObject>(resource: string, options?: ListOptions) {
      return registry.list<T>(resource, options).filter(object => !isHidden(object))
    },
    create(resource, object, options) {
      requireUnmarked(resource, object)
      return registry.create(resource, object, options)
    },
    update(resource, object, options) {
      requireSeen(resource, object.metadata?.namespace ?? '', object.metadata?.name ?? '')
      requireUnmarked(resource, object)
      return registry.update(resource, object, options)
    },
    modify(resource, namespace, name, change, options) {
      requireSeen(resource, namespace, name)
      const changed: typeof change = object => {
        change(object)
        requireUnmarked(resource, object)
      }
      return registry.modify(resource, namespace, name, changed, options)
    },
    delete(resource, namespace, name, options) {
      requireSeen(resource, namespace, name)
      return registry.delete(resource, namespace, name, options)
    },
    watch<T extends KubernetesObject>(resource: string, listener: (change: Change<T>) => void) {
      return registry.watch<T>(resource, change => !isHidden(change.object) && listener(change))
    },
    changes(resource, namespace, revision, listener) {
      return registry.changes(resource, namespace, revision, change => {
        if (!isHidden(change.object)) listener(change)
      })
    },
  }
  return Object.create(registry, Object.getOwnPropertyDescriptors(own))
}

/** Whom an event is about; the two groups have a word each. */
function subjectOf(event: KubernetesObject): V1ObjectReference | undefined {
  return (event as CoreV1Event).involvedObject ?? (event as EventsV1Event).regarding
}
