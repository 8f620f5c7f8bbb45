import { ApiStatusError } from '../client'
import { learnersIn, nodeRoom } from './platform/node-room'
import type { Platform } from './platform/objects'
import { listRecords } from './record'
import { removeSandbox } from './remove-sandbox'
import type { Wall } from './wall'

export type Room = {
  platform: Platform
  controlNamespace: string
  wall: Wall | undefined
  /** How many sandboxes may have namespaces at once. */
  limit: number
  /** Is it open in this process? */
  isOpen: (id: string) => boolean
  /** Who was given room here, and when: their pods are on their way, and perhaps their record. */
  granted: Map<string, number>
}

/** Milliseconds after which a sandbox's pods are there, and what they take of the nodes is seen. */
const arrival = 60_000

/**
 * Answers whether one more sandbox may have namespaces on the cluster: the limit allows it, and the nodes have what a
 * lesson's pods ask for. Else, the one unused longest that nobody has open, here or on another replica, is taken away first.
 */
export async function makeRoom(
  { platform, controlNamespace, wall, limit, isOpen, granted }: Room,
  id: string,
  now = Date.now(),
): Promise<boolean> {
  const records = await listRecords(platform, controlNamespace)
  const known = new Set(records.map(record => record.id))
  for (const [other, at] of granted) if (now - at > arrival) granted.delete(other)
  if (known.has(id)) return true
  const unwritten = [...granted.keys()].filter(other => !known.has(other)).length
  const arriving = records.filter(({ createdAt }) => createdAt && now - createdAt.getTime() < arrival).length
  const isLimited = records.length + unwritten >= limit
  if (!isLimited && (await learnersThatFit(platform)) > arriving + unwritten) {
    granted.set(id, now)
    return true
  }
  const [oldest] = records
    .filter(record => !isOpen(record.id) && record.openUntil.getTime() <= now)
    .sort((one, other) => one.usedAt.getTime() - other.usedAt.getTime())
  if (!oldest) return false
  await removeSandbox({ platform, controlNamespace, wall }, oldest.sandbox)
  granted.set(id, now)
  return true
}

/** Any number where the platform may not look at the nodes. */
async function learnersThatFit({ client }: Platform): Promise<number> {
  try {
    return learnersIn(await nodeRoom(client))
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 403) return Number.POSITIVE_INFINITY
    throw error
  }
}
