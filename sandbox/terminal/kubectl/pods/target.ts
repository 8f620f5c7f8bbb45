import { resourcePath } from '../../../client'
import type { Invocation } from '../invocation'
import { at, type KubeObject } from '../object'
import { formatSelector, type LabelSelector } from '../output/selector'
import type { ApiResource } from '../resources/discovery'
import { undecoded } from '../resources/scheme'
import { fetchObject, type Info } from '../resources/select'
import type { Pod } from './containers'
import { byActivity } from './order'

/** What `POD` or `TYPE/NAME` names, and its object. */
export async function namedObject(
  invocation: Invocation,
  argument: string,
): Promise<Info & { object: KubeObject }> {
  const mapper = await invocation.mapper()
  const [type, name, ...more] = argument.includes('/') ? argument.split('/') : ['pods', argument]
  if (more.length > 0) throw new Error('arguments in resource/name form may not have more than one slash')
  if (!type || !name) throw new Error('arguments in resource/name form must have a single resource and name')
  const resource: ApiResource = mapper.forArgument(type)
  const namespace = resource.namespaced ? (await invocation.namespace()).name : ''
  const info: Info = { resource, name, namespace }
  const object = await fetchObject(invocation, info)
  const wrong = undecoded(info)
  if (wrong) throw wrong
  return { ...info, object }
}

const selects = new Set(['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'])

/**
 * The selector by which a workload or a service finds its pods. Throws when the kind has none, and says what it was
 * wanted for: `cannot get the logs from`.
 */
export function podSelectorOf(
  { object, resource }: { object: KubeObject; resource: ApiResource },
  refusal: string,
): string {
  const type = `*${resource.version}.${resource.kind}`
  const refused = (why: string) => new Error(`${refusal} ${type}: ${why}`)
  const selector = at(object, 'spec', 'selector')
  if (resource.kind === 'Service' || resource.kind === 'ReplicationController') {
    const labels = (selector ?? {}) as Record<string, string>
    if (Object.keys(labels).length === 0) {
      throw refused(`invalid service '${object.metadata?.name}': Service is defined without a selector`)
    }
    return formatSelector({ matchLabels: labels })
  }
  if (!selector || !selects.has(resource.kind)) throw refused(`selector for ${type} not implemented`)
  return formatSelector(selector as LabelSelector)
}

/** Pods of a workload, the best to ask first. */
export async function podsOf(
  invocation: Invocation,
  info: Info & { object: KubeObject },
  refusal: string,
  order: (a: Pod, b: Pod) => number,
): Promise<Pod[]> {
  const api = await invocation.api()
  const { body } = await api.request<{ items?: Pod[] }>(
    'GET',
    resourcePath({ group: '', version: 'v1', resource: 'pods', namespace: info.namespace }),
    { query: { labelSelector: podSelectorOf(info, refusal) } },
  )
  return (body.items ?? []).map(pod => ({ apiVersion: 'v1', kind: 'Pod', ...pod })).sort(order)
}

/** The pod that `POD` or `TYPE/NAME` leads to. Waits up to `timeout` milliseconds for a workload to have one. */
export async function findPod(
  invocation: Invocation,
  target: string | (Info & { object: KubeObject }),
  timeout: number,
): Promise<Pod> {
  const info = typeof target === 'string' ? await namedObject(invocation, target) : target
  if (info.resource.kind === 'Pod') return info.object as Pod
  const until = Date.now() + timeout
  for (;;) {
    const [pod] = await podsOf(invocation, info, 'cannot attach to', byActivity)
    if (pod) return pod
    if (Date.now() >= until) throw new Error('timed out waiting for the condition')
    await pause(500, invocation.signal)
  }
}

/** Waits this many milliseconds; rejects as soon as the command is interrupted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    if (signal.aborted) return stop()
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
