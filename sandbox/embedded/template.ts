import { randomBytes, randomUUID } from 'node:crypto'
import type { KubernetesObject, V1ObjectMeta } from '@kubernetes/client-node'
import { generatedName } from './api/generated-name'
import type { Image } from './store'

/** What a cluster holds that is ready and that nobody used yet. Others begin with a copy: that is quicker than to set up each. */
export type Template = {
  /** An image, as JSON. */
  readonly text: string
  /** When it was made, in milliseconds since 1970. */
  readonly born: number
  /** By name: what a generated name begins with. */
  readonly generated: ReadonlyMap<string, string>
}

const uid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const containerId = '(?<=containerd?://)[0-9a-f]{64}'
const times = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g

export function templateOf({ revision, objects }: Image): Template {
  // A cluster is handed over without the events of its beginning.
  const kept = objects.filter(([{ resource }]) => resource !== 'events')
  return {
    text: JSON.stringify({ revision, objects: kept } satisfies Image),
    born: Math.min(...kept.map(([, object]) => bornAt(object))),
    generated: new Map(kept.flatMap(([, { metadata }]) => generatedOf(metadata ?? {}))),
  }
}

/** An image like it, as if it had been made at `now`: with uids, container ids and generated names of its own. */
export function copyOf({ text, born, generated }: Template, now = Date.now()): Image {
  const renewed = new Map<string, string>()
  const own = new RegExp([uid, containerId, ...generated.keys()].join('|'), 'g')
  const renew = (old: string) => {
    const known = renewed.get(old) ?? another(old, generated.get(old))
    renewed.set(old, known)
    return known
  }
  const shift = { since: born, by: Math.floor((now - born) / 1000) * 1000 }
  return JSON.parse(text.replace(own, renew).replace(times, time => later(time, shift)))
}

const bornAt = ({ metadata }: KubernetesObject): number =>
  metadata?.creationTimestamp ? new Date(metadata.creationTimestamp).getTime() : Number.POSITIVE_INFINITY

const generatedOf = ({ name, generateName }: V1ObjectMeta): [string, string][] =>
  name && generateName && name.startsWith(generateName) ? [[name, generateName]] : []

function another(old: string, prefix: string | undefined): string {
  if (prefix !== undefined) return generatedName(prefix)
  return old.includes('-') ? randomUUID() : randomBytes(old.length / 2).toString('hex')
}

/** Moved by whole seconds. What is older than the cluster is no time of its own. */
function later(time: string, { since, by }: { since: number; by: number }): string {
  const seconds = Date.parse(`${time.slice(0, 19)}Z`)
  return seconds < since ? time : new Date(seconds + by).toISOString().slice(0, 19) + time.slice(19)
}
