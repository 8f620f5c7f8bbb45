import { resourcePath } from '../../../../../client'
import type { Invocation } from '../../../invocation'
import { logLine } from '../../../log-line'
import { joinApiVersion, type KubeObject, nameOf } from '../../../object'
import { lastAppliedAnnotation } from '../../../patch/last-applied'
import type { ApiResource } from '../../../resources/discovery'
import { objectPath } from '../../../resources/select'
import { type DryRun, propagationOf } from '../../shared-flags'

/** What was applied: the rest may go. */
export type Visited = {
  uids: ReadonlySet<string>
  namespaces: ReadonlySet<string>
  dryRun: DryRun
  print(object: KubeObject, operation: string): Promise<void>
}

/** What `--prune` looks at where `--prune-allowlist` names nothing (kubectl's pkg/util/prune). */
const usual = [
  ...['ConfigMap', 'Endpoints', 'PersistentVolumeClaim', 'Pod', 'ReplicationController'],
  ...['Secret', 'Service'],
].map(kind => `core/v1/${kind}`)
const usualElsewhere = [
  ...['batch/v1/Job', 'batch/v1/CronJob', 'networking.k8s.io/v1/Ingress', 'apps/v1/DaemonSet'],
  ...['apps/v1/Deployment', 'apps/v1/ReplicaSet', 'apps/v1/StatefulSet'],
  ...['core/v1/Namespace', 'core/v1/PersistentVolume'],
]

/** The types of `--prune-allowlist`, each `group/version/kind`. */
export async function prunable(invocation: Invocation, allowlist: readonly string[]): Promise<ApiResource[]> {
  const mapper = await invocation.mapper()
  return allowlist.map(text => {
    const [group = '', version, kind, ...more] = text.split('/')
    if (version === undefined || kind === undefined || more.length > 0)
      throw new Error(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`)
    const apiVersion = joinApiVersion(group === 'core' ? '' : group, version)
    const resource = mapper.forKind(apiVersion, kind)
    if (!resource)
      throw new Error(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`)
    return resource
  })
}

/** Deletes what `kubectl apply` once made, what the selector meets, and what was not applied this time. */
export async function prune(
  invocation: Invocation,
  allowed: readonly ApiResource[],
  visited: Visited,
): Promise<void> {
  if (allowed.length === 0)
    await invocation.err(
      logLine(
        'W',
        'prune.go:71',
        'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.',
      ),
    )
  const resources = allowed.length > 0 ? allowed : await prunable(invocation, [...usual, ...usualElsewhere])
  const inNamespaces = [...visited.namespaces].flatMap(namespace =>
    resources.filter(({ namespaced }) => namespaced).map(resource => ({ resource, namespace })),
  )
  const elsewhere = resources
    .filter(({ namespaced }) => !namespaced)
    .map(resource => ({ resource, namespace: '' }))
  for (const place of [...inNamespaces, ...elsewhere]) {
    try {
      await pruneIn(invocation, place, visited)
    } catch (error) {
      const { group, version, kind, namespaced } = place.resource
      throw new Error(
        `error pruning ${namespaced ? 'namespaced' : 'nonNamespaced'} object ${group}/${version}, Kind=${kind}: ${(error as Error).message}`,
      )
    }
  }
}

export type Place = { resource: ApiResource; namespace: string }

async function pruneIn(invocation: Invocation, place: Place, visited: Visited): Promise<void> {
  const objects = await listed(invocation, place, invocation.flags.string('selector'))
  for (const object of objects) {
    if (object.metadata?.annotations?.[lastAppliedAnnotation] === undefined) continue
    if (!visited.uids.has(object.metadata.uid ?? '')) await remove(invocation, place, object, visited)
  }
}

/** The objects of one type in one namespace, each telling its kind. */
export async function listed(
  invocation: Invocation,
  { resource, namespace }: Place,
  labelSelector: string,
): Promise<KubeObject[]> {
  const api = await invocation.api()
  const { body } = await api.request<KubeObject>(
    'GET',
    resourcePath({ ...resource, namespace: namespace || undefined }),
    { query: { labelSelector: labelSelector || undefined } },
  )
  const apiVersion = joinApiVersion(resource.group, resource.version)
  return (body.items ?? []).map(item => ({ ...item, apiVersion, kind: resource.kind }))
}

/** Deletes one object and says so. */
export async function remove(
  invocation: Invocation,
  { resource, namespace }: Place,
  object: KubeObject,
  { dryRun, print }: Visited,
): Promise<void> {
  const seconds = invocation.flags.int('grace-period')
  if (dryRun !== 'client') {
    const api = await invocation.api()
    await api.request('DELETE', objectPath({ resource, namespace, name: nameOf(object) }), {
      body: {
        propagationPolicy: propagationOf(invocation),
        ...(seconds >= 0 && { gracePeriodSeconds: seconds }),
        ...(dryRun === 'server' && { dryRun: ['All'] }),
      },
    })
  }
  await print(object, 'pruned')
}
