import { LRUCache } from 'lru-cache'
import type { KubernetesClient } from '../../../client'

/** One resource that the server has, as discovery tells it. */
export type ApiResource = {
  group: string
  version: string
  kind: string
  /** Plural. */
  resource: string
  singular: string
  namespaced: boolean
  shortNames: readonly string[]
  categories: readonly string[]
  verbs: readonly string[]
  /** Names of its subresources (`log`, `scale`). */
  subresources: readonly string[]
  /** The version the server prefers for it. */
  preferred: boolean
}

type AggregatedDiscovery = {
  kind: string
  items?: {
    metadata?: { name?: string }
    versions?: {
      version: string
      resources?: {
        resource: string
        responseKind?: { kind?: string }
        scope: 'Namespaced' | 'Cluster'
        singularResource?: string
        verbs?: string[]
        shortNames?: string[]
        categories?: string[]
        subresources?: { subresource: string }[]
      }[]
    }[]
  }[]
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json'

/** What aggregated discovery said, by its texts: it is long, and the same for nearly every cluster. */
const known = new LRUCache<string, readonly ApiResource[]>({ max: 20 })

/** Every resource of the server, in the order of its groups and versions. */
export async function discover(
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<readonly ApiResource[]> {
  const texts: string[] = []
  // One after the other, over the same connection: to open a second one takes longer.
  for (const path of ['/api', '/apis']) texts.push(await read(client, path, signal))
  const text = texts.join('\n')
  const found = known.get(text)
  if (found) return found
  const answers = texts.map(one => JSON.parse(one) as AggregatedDiscovery)
  if (answers.some(({ kind }) => kind !== 'APIGroupDiscoveryList'))
    return withPreference(await discoverEach(client, signal))
  const resources = withPreference(answers.flatMap(fromAggregated))
  known.set(text, resources)
  return resources
}

async function read(client: KubernetesClient, path: string, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of client.stream(path, { accept: aggregated, signal })) chunks.push(chunk)
  signal?.throwIfAborted()
  return Buffer.concat(chunks).toString()
}

function fromAggregated({ items = [] }: AggregatedDiscovery): ApiResource[] {
  return items.flatMap(group =>
    (group.versions ?? []).flatMap(({ version, resources = [] }, index) =>
      resources.map(entry => ({
        group: group.metadata?.name ?? '',
        version,
        kind: entry.responseKind?.kind ?? '',
        resource: entry.resource,
        singular: entry.singularResource || (entry.responseKind?.kind ?? '').toLowerCase(),
        namespaced: entry.scope === 'Namespaced',
        shortNames: entry.shortNames ?? [],
        categories: entry.categories ?? [],
        verbs: entry.verbs ?? [],
        subresources: (entry.subresources ?? []).map(({ subresource }) => subresource),
        preferred: index === 0,
      })),
    ),
  )
}

/** A resource that the preferred version of its group lacks is preferred in the first version that has it. */
function withPreference(resources: readonly ApiResource[]): ApiResource[] {
  const key = ({ group, resource }: ApiResource) => `${group}/${resource}`
  const inPreferred = new Set(resources.filter(({ preferred }) => preferred).map(key))
  const seen = new Set<string>()
  return resources.map(one => {
    const first = !inPreferred.has(key(one)) && !seen.has(key(one))
    seen.add(key(one))
    return first ? { ...one, preferred: true } : one
  })
}

type GroupList = {
  groups?: {
    name: string
    versions: { groupVersion: string; version: string }[]
    preferredVersion?: { version: string }
  }[]
}
type ResourceList = {
  resources?: {
    name: string
    singularName?: string
    namespaced: boolean
    kind: string
    verbs?: string[]
    shortNames?: string[]
    categories?: string[]
  }[]
}

/** Discovery as servers before 1.26 answer it: a list of groups, then a list a version. */
async function discoverEach(client: KubernetesClient, signal?: AbortSignal): Promise<ApiResource[]> {
  const { body } = await client.request<GroupList>('GET', '/apis', { signal })
  const versions = [
    { group: '', version: 'v1', path: '/api/v1', preferred: true },
    ...(body.groups ?? []).flatMap(group =>
      group.versions.map(({ version, groupVersion }) => ({
        group: group.name,
        version,
        path: `/apis/${groupVersion}`,
        preferred: (group.preferredVersion?.version ?? group.versions[0]?.version) === version,
      })),
    ),
  ]
  const lists = await Promise.all(
    versions.map(async ({ path, group, version, preferred }) => {
      const { body: list } = await client.request<ResourceList>('GET', path, { signal })
      const entries = list.resources ?? []
      return entries
        .filter(({ name }) => !name.includes('/'))
        .map(entry => ({
          group,
          version,
          preferred,
          kind: entry.kind,
          resource: entry.name,
          singular: entry.singularName || entry.kind.toLowerCase(),
          namespaced: entry.namespaced,
          shortNames: entry.shortNames ?? [],
          categories: entry.categories ?? [],
          verbs: entry.verbs ?? [],
          subresources: entries
            .filter(({ name }) => name.startsWith(`${entry.name}/`))
            .map(({ name }) => name.slice(entry.name.length + 1)),
        }))
    }),
  )
  return lists.flat()
}
