import type { KubernetesObject } from '@kubernetes/client-node'
import { forbiddenField, notSupported } from '../../resources/validation/field-errors'
import type { Change } from '../../store'
import { negotiate } from '../http/accept'
import type { Exchange } from '../http/exchange'
import { isTrue } from '../http/options'
import { encoded } from '../representation/encoded'
import { partialMetadata, table } from '../representation/table'
import { parseFieldSelector } from '../selectors/field-selector'
import { parseLabelSelector } from '../selectors/label-selector'
import { ApiError, invalid } from '../status'
import { integer, resourceVersion } from './paging'
import { includeObject } from './read'

/** What a client may leave unread before its watch is ended. It comes back with a new list. */
const unreadLimit = 8 * 1024 * 1024

const bookmarkEvery = 60_000

type Type = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'

/** Streams changes as JSON lines until the client goes, its time is up, or it reads too slowly. */
export function watch(exchange: Exchange): void {
  const { registry, registration, info, query, request, response } = exchange
  const { storage, group, version, kind } = registration
  const matches = selector(exchange)
  const initial = query.get('sendInitialEvents')
  const bookmarks = isTrue(query.get('allowWatchBookmarks'))
  checkInitial(query)
  const from = resourceVersion(query)
  const seconds = integer(query, 'timeoutSeconds')
  const format = formatter(exchange)
  const namespace = registration.namespaced && info.namespace ? info.namespace : undefined

  const write = (type: Type, object: object) =>
    response.write(`{"type":"${type}","object":${format(object)}}\n`)
  const empty = (annotations?: Record<string, string>) => ({
    kind,
    apiVersion: group ? `${group}/${version}` : version,
    metadata: {
      resourceVersion: String(registry.revision),
      creationTimestamp: null,
      ...(annotations && { annotations }),
    },
  })

  response.statusCode = 200
  response.setHeader('Cache-Control', 'no-cache, private')
  response.setHeader('Content-Type', 'application/json')
  response.flushHeaders()

  const withState = initial === null ? !from : isTrue(initial)
  let begin = from || registry.revision
  if (withState) {
    begin = registry.revision
    for (const object of registry.list(storage, { namespace })) if (matches(object)) write('ADDED', object)
    if (initial !== null && bookmarks) write('BOOKMARK', empty({ 'k8s.io/initial-events-end': 'true' }))
  }

  const end = () => {
    changes?.dispose()
    clearTimeout(timeout)
    clearInterval(pulse)
    exchange.closing.removeEventListener('abort', end)
    response.end()
  }
  const tell = (change: Change) => {
    const told = seen(change, matches)
    if (!told) return
    write(told.type, told.object)
    if (response.writableLength > unreadLimit) {
      end()
      response.destroy()
    }
  }
  let changes: { dispose(): void } | undefined
  const timeout = setTimeout(end, (seconds || 1800 + Math.random() * 1800) * 1000)
  const pulse = setInterval(() => bookmarks && write('BOOKMARK', empty()), bookmarkEvery)
  timeout.unref()
  pulse.unref()
  exchange.closing.addEventListener('abort', end)
  response.on('close', end)
  request.on('error', end)
  try {
    changes = registry.changes(storage, namespace, begin, tell)
    if (response.writableEnded) changes.dispose()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    response.write(`{"type":"ERROR","object":${JSON.stringify(error.status)}}\n`)
    end()
  }
}

/** What a change is to somebody who only sees what their selectors match: objects come into view and leave it. */
function seen(
  { type, object, previous }: Change,
  matches: (object: KubernetesObject) => boolean,
): { type: Type; object: KubernetesObject } | undefined {
  const now = type !== 'DELETED' && matches(object)
  const before = previous !== undefined && matches(previous)
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object }
  if (!before) return undefined
  if (type === 'DELETED') return { type, object }
  const { resourceVersion } = object.metadata!
  return { type: 'DELETED', object: { ...previous, metadata: { ...previous.metadata, resourceVersion } } }
}

function selector({ registration, query, info }: Exchange): (object: KubernetesObject) => boolean {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', registration)
  return object =>
    labels(object.metadata?.labels ?? {}) &&
    fields(object) &&
    (!info.name || object.metadata?.name === info.name)
}

/** Objects as they are, as metadata only, or as one-row Tables of which the first names the columns. */
function formatter({ request, registration, query }: Exchange): (object: object) => string {
  const { as } = negotiate(request.headers.accept?.replaceAll(';stream=watch', ''))
  if (as === 'PartialObjectMetadata')
    return object => JSON.stringify(partialMetadata(object as KubernetesObject))
  if (as !== 'Table') return object => encoded(object as KubernetesObject)
  let withColumns = true
  const include = includeObject(query)
  return given => {
    const object = given as KubernetesObject
    const metadata = { resourceVersion: object.metadata?.resourceVersion }
    // A bookmark has no spec or status to make cells of.
    const rows =
      'creationTimestamp' in object.metadata! && object.metadata.creationTimestamp === null ? [] : [object]
    const text = JSON.stringify(
      table(registration, rows, metadata, { include, now: Date.now(), withColumns }),
    )
    withColumns = false
    return text
  }
}

function checkInitial(query: URLSearchParams): void {
  const initial = query.get('sendInitialEvents')
  const match = query.get('resourceVersionMatch')
  const refuse = (field: string, detail: string) =>
    invalid('meta.k8s.io', 'ListOptions', '', [forbiddenField(field, detail)])
  if (initial === null) {
    if (match)
      throw refuse(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      )
    return
  }
  if (match !== 'NotOlderThan') {
    const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'
    throw invalid('meta.k8s.io', 'ListOptions', '', [
      forbiddenField('resourceVersionMatch', why),
      ...(match ? [notSupported('resourceVersionMatch', match, ['NotOlderThan'])] : []),
    ])
  }
}
