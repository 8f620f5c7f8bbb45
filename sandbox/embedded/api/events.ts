import { createHash } from 'node:crypto'
import type { CoreV1Event, KubernetesObject } from '@kubernetes/client-node'
import type { Registry } from './registry'

export type Happening = {
  type: 'Normal' | 'Warning'
  reason: string
  message: string
  component: string
  fieldPath?: string
  host?: string
}

/** Records events about objects, for one cluster. */
export type EventRecorder = (about: KubernetesObject, event: Happening, now: number) => void

/** Milliseconds that an event is kept (kube-apiserver --event-ttl), and how often old ones are looked for. */
const lifetime = 3_600_000
const sweep = 60_000

/** Components that write events.k8s.io/v1: they have a time in microseconds, an action, and no count. */
const actions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'default-scheduler': { Scheduled: 'Binding', FailedScheduling: 'Scheduling' },
}

/**
 * Records events as client-go's recorders do: one that happened before raises its `count`. An event is named by the
 * nanosecond in which it was first seen, so names sort as things happened; what happened before a restart of the
 * cluster is recorded anew, as by a restarted component.
 */
export function createEventRecorder(registry: Registry): EventRecorder {
  const names = new Map<string, string>()
  let lastName = 0n
  let swept = 0

  const nextName = (now: number) => {
    const wanted = BigInt(now) * 1_000_000n
    lastName = wanted > lastName ? wanted : lastName + 1_000n
    return lastName.toString(16)
  }
  const forgetOld = (now: number) => {
    if (now - swept < sweep) return
    swept = now
    for (const { metadata, lastTimestamp, eventTime } of registry.list<CoreV1Event>('events')) {
      const seen = lastTimestamp ?? eventTime
      if (!seen || now - Date.parse(String(seen)) < lifetime) continue
      registry.delete('events', metadata.namespace!, metadata.name!)
    }
    const present = new Set(registry.list('events').map(({ metadata }) => metadata?.name))
    for (const [key, name] of names) if (!present.has(name)) names.delete(key)
  }

  return (about, event, now) => {
    const home = about.metadata?.namespace || 'default'
    const key = fingerprint(home, about.metadata?.uid, event)
    const known = names.get(key)
    if (known && registry.find('events', home, known)) {
      again(registry, home, known, now)
      return
    }
    forgetOld(now)
    // Joined: a text that was added up is kept with its parts.
    const name = [about.metadata?.name, nextName(now)].join('.')
    registry.create<CoreV1Event>('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace: home },
      involvedObject: referenceTo(about, event.fieldPath),
      reason: event.reason,
      message: event.message,
      ...occurrence(event, now),
      type: event.type,
    })
    names.set(key, name)
  }
}

const fingerprint = (
  home: string,
  uid: string | undefined,
  { type, reason, message, component, fieldPath = '' }: Happening,
) =>
  createHash('sha1')
    .update([home, uid, type, reason, message, component, fieldPath].join('\0'))
    .digest('base64')

const seconds = (now: number) => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date
const microseconds = (now: number) => new Date(now).toISOString().replace('Z', '000Z') as never

const referenceTo = ({ apiVersion, kind, metadata }: KubernetesObject, fieldPath?: string) => ({
  kind,
  ...(metadata?.namespace ? { namespace: metadata.namespace } : {}),
  name: metadata?.name ?? '',
  uid: metadata?.uid,
  apiVersion,
  resourceVersion: metadata?.resourceVersion,
  ...(fieldPath ? { fieldPath } : {}),
})

function occurrence({ component, reason, host }: Happening, now: number): Partial<CoreV1Event> {
  const action = actions[component]?.[reason]
  if (action) {
    return {
      action,
      eventTime: microseconds(now),
      reportingComponent: component,
      reportingInstance: `${component}-minikube`,
    }
  }
  return {
    source: { component, ...(host ? { host } : {}) },
    firstTimestamp: seconds(now),
    lastTimestamp: seconds(now),
    count: 1,
    reportingComponent: component,
    reportingInstance: host ?? '',
  }
}

/** A new event of a series in events.k8s.io/v1 has a `series`, one of core/v1 a higher `count`. */
function again(registry: Registry, namespace: string, name: string, now: number): void {
  registry.modify<CoreV1Event>('events', namespace, name, event => {
    if (event.eventTime) {
      event.series = { count: (event.series?.count ?? 1) + 1, lastObservedTime: microseconds(now) }
    } else {
      event.count = (event.count ?? 0) + 1
      event.lastTimestamp = seconds(now)
    }
  })
}
