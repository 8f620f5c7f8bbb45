/** Names one resource, or one object of it, or a subresource of that. */
export type ResourceRef = {
  /** '' for the core group. */
  group: string
  version: string
  /** Plural, as in the URL. */
  resource: string
  namespace?: string
  name?: string
  subresource?: string
}

/** `/apis/networking.k8s.io/v1/namespaces/demo/networkpolicies/deny`, each part escaped. */
export function resourcePath(ref: ResourceRef): string {
  const parts = ref.group === '' ? ['api', ref.version] : ['apis', ref.group, ref.version]
  if (ref.namespace) parts.push('namespaces', ref.namespace)
  parts.push(ref.resource)
  if (ref.name !== undefined) parts.push(ref.name)
  if (ref.name !== undefined && ref.subresource) parts.push(ref.subresource)
  return `/${parts.map(encodeURIComponent).join('/')}`
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** `?a=1&b=x`, or '' when there is nothing; lists repeat their key, undefined is left out. */
export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue
    if (Array.isArray(value)) for (const one of value) parameters.append(key, one)
    else parameters.append(key, String(value))
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}
