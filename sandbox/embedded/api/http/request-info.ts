import { badRequest } from '../status'

/** What a path of the API asks for. */
export type RequestInfo = {
  group: string
  version: string
  /** '' for the whole cluster. */
  namespace: string
  /** Plural; '' asks for the discovery document of the group and version. */
  resource: string
  name: string
  subresource: string
  /** Below a `proxy`: the path that is meant for whoever is behind it, as it was sent. */
  rest?: string
  /** The old `/watch/` paths. */
  watch: boolean
}

/** Subresources of namespaces, which look like resources in one. */
const ofNamespaces = new Set(['status', 'finalize'])

/** Takes apart `/api/v1/…` and `/apis/GROUP/VERSION/…`; undefined for every other path. Throws BadRequest. */
export function parsePath(path: string): RequestInfo | undefined {
  const segments = path.split('/').filter(Boolean).map(unescaped)
  const [root, ...rest] = segments
  const grouped = root === 'apis'
  if (!grouped && root !== 'api') return undefined
  const [group = '', version, ...after] = grouped ? rest : ['', ...rest]
  if (!version) return undefined
  const watch = after[0] === 'watch'
  const parts = watch ? after.slice(1) : after
  const namespaced = parts[0] === 'namespaces' && parts.length > 2 && !ofNamespaces.has(parts[2]!)
  const [resource = '', name = '', subresource = '', ...more] = namespaced ? parts.slice(2) : parts
  if (more.length > 0 && subresource !== 'proxy') return undefined
  const below = subresource === 'proxy' ? restOf(path, name) : undefined
  const namespace = namespaced ? parts[1]! : ''
  return { group, version, namespace, resource, name, subresource, watch, ...(below && { rest: below }) }
}

function restOf(path: string, name: string): string | undefined {
  const [, encoded, rest] = /\/([^/]+)\/proxy(\/.*)$/s.exec(path) ?? []
  return encoded !== undefined && unescaped(encoded) === name ? rest : undefined
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest(`invalid URL escape ${JSON.stringify(segment)}`)
  }
}
