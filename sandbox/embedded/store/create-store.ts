import type { KubernetesObject } from '@kubernetes/client-node'
import { type Loaded, openChangeLog } from './change-log'
import { deepFreeze } from './freeze'
import { History } from './history'
import { Objects } from './objects'
import {
  beginning,
  type Change,
  type ChangeType,
  type Image,
  isFurniture,
  type Key,
  type Store,
} from './store'

export type StoreOptions = {
  /** Where the change log and its snapshots are kept; without it nothing is written. */
  directory?: string
  /** fsync before an answer goes out: survives a power failure, not only the end of the process. */
  sync?: boolean
  /** How many changes a watch may begin in the past. */
  history?: number
  /** Changes after which the log is folded into a snapshot. */
  compactAfter?: number
  /** Asked when there is nothing yet: what it begins with, if with anything. */
  begin?: () => Image | undefined
  /** What went wrong but could be mended: a line cut off in the middle of a write. */
  warn?: (message: string) => void
}

/** Changes that a log may hold when its store is closed. */
const restingLength = 50

/** A cluster has a hundred of them, so its methods are shared. */
class Watcher {
  constructor(
    readonly watchers: Set<Watcher>,
    readonly resource: string | undefined,
    readonly namespace: string | undefined,
    readonly listener: (change: Change) => void,
    /** Told up to this revision; a change that waits in the queue may be told early, by `watch` itself. */
    readonly seen: number,
  ) {}

  concerns({ key }: Change): boolean {
    return (
      (this.resource === undefined || key.resource === this.resource) &&
      (this.namespace === undefined || key.namespace === this.namespace)
    )
  }

  dispose(): void {
    this.watchers.delete(this)
  }
}

/**
 * Opens a store. Throws `CorruptLog` when what is in the directory cannot be read: it is never silently emptied.
 */
export function createStore(options: StoreOptions = {}): Store {
  const objects = new Objects()
  const log = options.directory
    ? openChangeLog(options.directory, {
        sync: options.sync ?? false,
        compactAfter: options.compactAfter ?? 2_000,
        warn: options.warn ?? (message => process.emitWarning(message)),
      })
    : undefined
  const limit = options.history ?? 2_000
  let { revision, history } = log
    ? read(log, objects, limit)
    : { revision: beginning, history: new History(beginning, limit) }
  const image = revision === beginning ? options.begin?.() : undefined
  if (image) {
    for (const [key, object] of image.objects) objects.set(key, deepFreeze(object))
    revision = image.revision
    history = new History(revision, limit)
    log?.compact(revision, image.objects)
  }

  /** Changes after a revision, of which the older ones may have to be read again. */
  function changesAfter(from: number): Change[] {
    if (log && !history.reaches(from)) history = read(log, new Objects(), limit).history
    return history.after(from)
  }

  const watchers = new Set<Watcher>()
  const queue: Change[] = []
  let telling = false

  /** A listener may commit: its change is told when the one before it has been told to everybody. */
  function tell(change: Change): void {
    queue.push(change)
    if (telling) return
    telling = true
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        for (const watcher of [...watchers]) {
          if (watchers.has(watcher) && next.revision > watcher.seen && watcher.concerns(next)) {
            watcher.listener(next)
          }
        }
      }
    } finally {
      telling = false
    }
  }

  return {
    get revision() {
      return revision
    },
    get: key => objects.get(key),
    list: (resource, namespace) => objects.list(resource, namespace),
    commit(type: ChangeType, key: Key, object: KubernetesObject) {
      const previous = objects.get(key)
      const next = revision + 1
      const stamped = deepFreeze({
        ...object,
        metadata: { ...object.metadata, resourceVersion: String(next) },
      })
      log?.append(next, key, type === 'DELETED' ? undefined : stamped)
      revision = next
      if (type === 'DELETED') objects.delete(key)
      else objects.set(key, stamped)
      if (log?.full) log.compact(revision, lasting(objects))
      const change: Change = { revision, type, key, object: stamped, ...(previous ? { previous } : {}) }
      history.add(change)
      tell(change)
      return stamped
    },
    furnish: (resource, made) => objects.furnish(resource, made),
    watch(resource, namespace, from, listener) {
      const watcher = new Watcher(watchers, resource, namespace, listener, revision)
      const missed = changesAfter(from).filter(change => watcher.concerns(change))
      watchers.add(watcher)
      for (const change of missed) listener(change)
      return watcher
    },
    image: () => ({ revision, objects: [...lasting(objects)] }),
    rest() {
      if (log && !history.isEmpty) history = new History(revision, limit)
      objects.rest()
    },
    durable: async () => log?.durable(),
    async close() {
      watchers.clear()
      // What is opened again soon is read faster from a snapshot.
      if (log && log.length > restingLength) log.compact(revision, lasting(objects))
      log?.close()
    },
  }
}

/** Reads a log into `objects`, which must be empty. */
function read(log: ReturnType<typeof openChangeLog>, objects: Objects, limit: number) {
  let history = new History(beginning, limit)
  const revision = log.load({
    snapshot: ({ key, object }) => objects.set(key, deepFreeze(object!)),
    begin(from) {
      history = new History(from, limit)
    },
    change(loaded) {
      const change = replay(objects, loaded)
      if (change) history.add(change)
    },
  })
  return { revision, history }
}

/**
 * Applies a change that was read, and answers it as it was told then: a watch may go on from before the restart. What
 * was deleted without having been written (furniture) cannot be told again.
 */
function replay(objects: Objects, { revision, key, object }: Loaded): Change | undefined {
  const previous = objects.get(key)
  if (object) {
    objects.set(key, deepFreeze(object))
    return { revision, type: previous ? 'MODIFIED' : 'ADDED', key, object, ...(previous && { previous }) }
  }
  objects.delete(key)
  if (!previous) return undefined
  const metadata = { ...previous.metadata, resourceVersion: String(revision) }
  return { revision, type: 'DELETED', key, object: deepFreeze({ ...previous, metadata }), previous }
}

/** What a snapshot holds: everything that is not put there anew by the next start. */
function* lasting(objects: Objects): Iterable<[Key, KubernetesObject]> {
  for (const entry of objects.entries()) if (!isFurniture(entry[1])) yield entry
}
