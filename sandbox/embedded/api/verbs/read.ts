import type { KubernetesObject } from '@kubernetes/client-node'
import { subresourceOf } from '../../resources/define'
import { negotiate } from '../http/accept'
import type { Exchange } from '../http/exchange'
import { send } from '../http/send'
import { encoded } from '../representation/encoded'
import { type IncludeObject, partialMetadata, table } from '../representation/table'
import { noSuchPath } from '../status'
import { paged, reachedVersion } from './paging'

/** How much of an object a Table's rows carry. */
export const includeObject = (query: URLSearchParams): IncludeObject => {
  const wanted = query.get('includeObject')
  return wanted === 'None' || wanted === 'Object' ? wanted : 'Metadata'
}

/** Answers with one object, in the representation that the client asked for. */
export function answer(
  exchange: Exchange,
  object: KubernetesObject,
  { code = 200, warnings = [] as readonly string[] } = {},
): void {
  const { request, response, registration, query } = exchange
  const { format, as } = negotiate(request.headers.accept)
  const body =
    as === 'Table' && object.kind === registration.kind
      ? table(
          registration,
          [object],
          { resourceVersion: object.metadata?.resourceVersion },
          {
            include: includeObject(query),
            now: Date.now(),
            withColumns: true,
          },
        )
      : as === 'PartialObjectMetadata'
        ? partialMetadata(object)
        : encoded(object)
  send(request, response, { code, body, format, warnings })
}

export function get(exchange: Exchange): void {
  const { registry, registration, info, query } = exchange
  const subresource = subresourceOf(registration, info.subresource)
  if (info.subresource && !subresource?.verbs.includes('get')) throw noSuchPath()
  reachedVersion(registry, query)
  const object = registry.get(registration.storage, info.namespace, info.name)
  answer(exchange, subresource?.read ? subresource.read(object) : object)
}

export function list(exchange: Exchange): void {
  const { registry, registration, request, response, query } = exchange
  const { format, as } = negotiate(request.headers.accept)
  const { items, metadata } = paged(registry, registration, exchange.info, query)
  if (as === 'Table') {
    const options = { include: includeObject(query), now: Date.now(), withColumns: true }
    send(request, response, { code: 200, body: table(registration, items, metadata, options), format })
    return
  }
  if (as === 'PartialObjectMetadataList') {
    const body = {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: items.map(partialMetadata),
    }
    send(request, response, { code: 200, body, format })
    return
  }
  const { group, version, kind, listKind = `${kind}List` } = registration
  const head = JSON.stringify({
    kind: listKind,
    apiVersion: group ? `${group}/${version}` : version,
    metadata,
  })
  const body = `${head.slice(0, -1)},"items":[${items.map(encoded).join(',')}]}\n`
  send(request, response, { code: 200, body, format })
}
