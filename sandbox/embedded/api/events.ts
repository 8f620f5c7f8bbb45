import { createHash } from 'node:crypto'
import type { CoreV1Event, KubernetesObject } from '@kubernetes/client-node'
import type { Registry } from './registry'

type Happening = { type: 'Normal' | 'Warning'; reason: string; message: string; component: string }

const lifetime = 3_600_000

/** Records an event as client-go's recorder does; one that happened before raises its `count`. */
export function recordEvent(
  registry: Registry,
  about: KubernetesObject,
  event: Happening,
  now: number,
): void {
  const { name = '', namespace = '', uid, resourceVersion } = about.metadata ?? {}
  const home = namespace || 'default'
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date
  const eventName = `${name}.${fingerprint(uid, event)}`
  const known = registry.find<CoreV1Event>('events', home, eventName)
  if (known) {
    registry.modify<CoreV1Event>('events', home, eventName, again => {
      again.count = (again.count ?? 0) + 1
      again.lastTimestamp = time
    })
    return
  }
  forgetOld(registry, home, now)
  registry.create<CoreV1Event>('events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName, namespace: home },
    involvedObject: {
      kind: about.kind,
      ...(namespace ? { namespace } : {}),
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
    },
    reason: event.reason,
    message: event.message,
    source: { component: event.component, ...(event.component === 'kubelet' ? { host: 'minikube' } : {}) },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: event.type,
    reportingComponent: event.component,
    reportingInstance: event.component === 'kubelet' ? 'minikube' : '',
  })
}

const fingerprint = (uid: string | undefined, { type, reason, message, component }: Happening) =>
  createHash('sha1').update([uid, type, reason, message, component].join('\0')).digest('hex').slice(0, 16)

/** Events live for an hour (kube-apiserver --event-ttl). */
function forgetOld(registry: Registry, namespace: string, now: number): void {
  for (const { metadata, lastTimestamp } of registry.list<CoreV1Event>('events', { namespace })) {
    if (!lastTimestamp || now - Date.parse(String(lastTimestamp)) < lifetime) continue
    registry.delete('events', namespace, metadata.name!)
  }
}
