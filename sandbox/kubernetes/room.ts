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
}

/**
 * Answers whether one more sandbox may have namespaces on the cluster. Where all are taken, the one unused longest that
 * nobody has open, here or on another replica, is taken away first.
 */
export async function makeRoom(
  { platform, controlNamespace, wall, limit, isOpen }: Room,
  id: string,
  now = Date.now(),
): Promise<boolean> {
  const records = await listRecords(platform, controlNamespace)
  if (records.length < limit || records.some(record => record.id === id)) return true
  const [oldest] = records
    .filter(record => !isOpen(record.id) && record.openUntil.getTime() <= now)
    .sort((one, other) => one.usedAt.getTime() - other.usedAt.getTime())
  if (!oldest) return false
  await removeSandbox({ platform, controlNamespace, wall }, oldest.sandbox)
  return true
}
