import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../../resources/registration'
import { forbiddenField, invalidValue } from '../../resources/validation/field-errors'
import type { RequestInfo } from '../http/request-info'
import type { Registry } from '../registry'
import { badRequest, failure, invalid } from '../status'
import { jsonProblem } from '../structure/json-text'

type Page = {
  items: readonly KubernetesObject[]
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number }
}

type Token = { v: string; rv: number; start: string }

const tokenVersion = 'meta.k8s.io/v1'

const place = ({ metadata }: KubernetesObject) => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`

/** A number in a query as Go parses it. Throws BadRequest. */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (!text) return undefined
  if (!/^[+-]?\d{1,19}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  }
  return Number(text)
}

/** A resourceVersion in a query; undefined if it is not given. Throws for what is none. */
export function resourceVersion(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion')
  if (!text) return undefined
  if (!/^\d{1,19}$/.test(text)) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    )
  }
  return Number(text)
}

/** A revision that a read wants to be at least as new as. Throws Timeout if nobody has written it yet. */
export function reachedVersion(registry: Registry, query: URLSearchParams): void {
  const wanted = resourceVersion(query)
  if (wanted === undefined || wanted <= registry.revision) return
  throw failure(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${wanted}, current: ${registry.revision}`,
    {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  )
}

const refuse = (field: string, detail: string) =>
  invalid('meta.k8s.io', 'ListOptions', '', [forbiddenField(field, detail)])

function checkOptions(query: URLSearchParams): void {
  const match = query.get('resourceVersionMatch')
  if (query.get('sendInitialEvents') !== null) {
    throw refuse('sendInitialEvents', 'sendInitialEvents is forbidden for list')
  }
  if (!match) return
  if (query.get('continue'))
    throw refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided')
  if (!query.get('resourceVersion')) {
    throw refuse(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    )
  }
  if (match === 'Exact' && query.get('resourceVersion') === '0') {
    const why = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'
    throw refuse('resourceVersionMatch', why)
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalid('meta.k8s.io', 'ListOptions', '', [
      {
        ...invalidValue('resourceVersionMatch', match, ''),
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
      },
    ])
  }
}

function decodeToken(text: string): Token {
  const decoded = Buffer.from(text, 'base64url').toString('latin1')
  const problem = jsonProblem(decoded, 10)
  const token = problem ? undefined : (JSON.parse(decoded) as Partial<Token> | null)
  if (token?.v === tokenVersion && typeof token.start === 'string') return token as Token
  const why = problem ?? 'server does not recognize this encoded version'
  throw badRequest(`invalid continue token: continue key is not valid: ${why}`)
}

/** The objects that a list asks for: selected, from where the last page ended, at most `limit`. */
export function paged(
  registry: Registry,
  { storage, namespaced }: Registration,
  { namespace, name }: RequestInfo,
  query: URLSearchParams,
): Page {
  checkOptions(query)
  reachedVersion(registry, query)
  const limit = integer(query, 'limit') ?? 0
  const token = query.get('continue') ? decodeToken(query.get('continue')!) : undefined
  const selected = Boolean(query.get('labelSelector') || query.get('fieldSelector'))
  const all = registry
    .list(storage, {
      namespace: namespaced ? namespace : undefined,
      labelSelector: query.get('labelSelector') ?? '',
      fieldSelector: query.get('fieldSelector') ?? '',
    })
    .filter(object => !name || object.metadata?.name === name)
  const from = token ? all.findIndex(object => place(object) > token.start) : 0
  const rest = from < 0 ? [] : all.slice(from)
  const revision = token?.rv ?? registry.revision
  const metadata = { resourceVersion: String(revision) }
  if (limit <= 0 || rest.length <= limit) return { items: rest, metadata }
  const items = rest.slice(0, limit)
  const next: Token = { v: tokenVersion, rv: revision, start: place(items.at(-1)!) }
  return {
    items,
    metadata: {
      ...metadata,
      continue: Buffer.from(JSON.stringify(next)).toString('base64url'),
      ...(selected ? {} : { remainingItemCount: rest.length - limit }),
    },
  }
}
