import type { KubernetesObject, V1APIResourceList, V1Pod } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import type { Check, CheckResult } from '../../exercise'
import type { Capabilities } from '../../provider'
import { isReady } from '../cluster-state'

type Resource = Extract<Check, { kind: 'resource' }>

/** Where the cluster keeps what makes it one; lessons ask there for the pods of a network plug-in. */
const ofTheCluster = 'kube-system'

/** Are there as many objects as asked for, with those labels, and Ready if that matters? */
export async function resourceResult(
  check: Resource,
  {
    client,
    capabilities,
    signal,
  }: {
    client: KubernetesClient
    capabilities: Pick<Capabilities, 'cniSwitchable'>
    signal?: AbortSignal
  },
): Promise<CheckResult> {
  const found = (await listed(check, client, signal)).filter(
    object =>
      (check.name === undefined || object.metadata?.name === check.name) &&
      Object.entries(check.labels ?? {}).every(([key, value]) => object.metadata?.labels?.[key] === value) &&
      object.metadata?.deletionTimestamp === undefined,
  )
  const counted = check.ready ? found.filter(object => isReady(object as V1Pod)) : found
  const seen = verdictOf(check, found.length, counted.length)
  // Which plug-in there is, is not the learner's doing there.
  const isGiven = check.namespace === ofTheCluster && !capabilities.cniSwitchable && seen === 'missing'
  const verdict = isGiven ? 'given' : seen
  const labels = Object.entries(check.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const params = {
    resource: check.resource,
    name: check.name ?? 'none',
    labels: labels.join(',') || 'none',
    namespace: check.namespace ?? 'none',
    count: check.count ?? -1,
    found: counted.length,
    unready: found.length - counted.length,
  }
  return {
    id: check.id,
    kind: 'resource',
    outcome: ['there', 'gone', 'given'].includes(verdict) ? 'passed' : 'failed',
    message: { id: `grader.resource.${verdict}`, params },
    try: tryCommand(check, labels),
  }
}

function verdictOf({ count }: Resource, found: number, counted: number) {
  if (count === 0) return counted === 0 ? 'gone' : 'left'
  if (count === undefined ? counted > 0 : counted === count) return 'there'
  if (found > counted) return 'unready'
  return counted === 0 ? 'missing' : 'number'
}

function tryCommand({ resource, name, namespace }: Resource, labels: readonly string[]): string {
  const scope = namespace === undefined ? '' : ` -n ${namespace}`
  const shown = labels.length > 0 ? ' --show-labels' : ''
  return `kubectl get ${resource.toLowerCase()}${name === undefined ? '' : ` ${name}`}${scope}${shown}`
}

/** What discovery calls the plural of a kind; an unknown kind has no objects. */
async function listed(
  { apiVersion, resource, namespace }: Resource,
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<KubernetesObject[]> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  try {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
    const { body } = await client.request<V1APIResourceList>('GET', root, { signal })
    const plural = body.resources.find(({ kind, name }) => kind === resource && !name.includes('/'))?.name
    if (plural === undefined) return []
    const path = resourcePath({ group: group ?? '', version: version ?? 'v1', resource: plural, namespace })
    return (await client.request<{ items: KubernetesObject[] }>('GET', path, { signal })).body.items
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 404) return []
    throw error
  }
}
