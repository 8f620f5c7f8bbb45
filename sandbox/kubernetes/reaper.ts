import type { V1ServiceAccount } from '@kubernetes/client-node'
import type { Disposable } from '../process'
import { labels, ownSelector } from './labels'
import { ownNamespaces, removeNamespace } from './namespaces/namespaces'
import type { Platform } from './platform/objects'
import { listRecords } from './record'
import { removeSandbox } from './remove-sandbox'
import type { Settings } from './settings'
import type { Wall } from './wall'

/** Milliseconds between two looks. */
const interval = 60_000
/** A namespace younger than this may be one whose record is being written. */
const orphanAfter = 300_000

export type Reaping = {
  platform: Platform
  settings: Settings
  /** Is it open in this process? Then it is in use, whatever its record says. */
  isOpen: (id: string) => boolean
  wall: Wall | undefined
}

/** Takes away sandboxes that nobody used for long, and namespaces whose sandbox nobody knows any more. */
export async function reap({ platform, settings, isOpen, wall }: Reaping, now = Date.now()): Promise<void> {
  const { controlNamespace, expireAfter } = settings
  const records = await listRecords(platform, controlNamespace)
  for (const { id, sandbox, usedAt } of records)
    if (!isOpen(id) && now - usedAt.getTime() > expireAfter)
      await removeSandbox({ platform, controlNamespace, wall }, sandbox)
  const known = new Set(records.map(({ sandbox }) => sandbox))
  for (const { metadata } of await ownNamespaces(platform)) {
    const { name = '', creationTimestamp = now, deletionTimestamp } = metadata ?? {}
    const sandbox = metadata?.labels?.[labels.sandbox]
    if (sandbox === undefined || known.has(sandbox) || deletionTimestamp) continue
    // Another installation knows its own.
    if (metadata?.labels?.[labels.control] !== controlNamespace) continue
    if (isOld(creationTimestamp, now)) await removeNamespace(platform, name)
  }
  for (const { metadata } of await accounts(platform, controlNamespace)) {
    const sandbox = metadata?.labels?.[labels.sandbox]
    if (sandbox === undefined || known.has(sandbox) || !isOld(metadata?.creationTimestamp ?? now, now))
      continue
    await removeSandbox({ platform, controlNamespace, wall }, sandbox)
  }
}

const isOld = (created: Date | string | number, now: number) =>
  now - new Date(created).getTime() > orphanAfter

/** Of learners, in the control namespace: what goes last of a sandbox, so that all else of it is gone where there is none. */
async function accounts({ client }: Platform, controlNamespace: string): Promise<V1ServiceAccount[]> {
  const { body } = await client.request<{ items: V1ServiceAccount[] }>(
    'GET',
    `/api/v1/namespaces/${controlNamespace}/serviceaccounts`,
    { query: { labelSelector: `${ownSelector()},${labels.role}=learner` } },
  )
  return body.items
}

/** Reaps every minute until disposed of; what fails is told and tried again. */
export function keepReaping(reaping: Reaping): Disposable {
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    reap(reaping)
      .catch((error: unknown) => reaping.settings.onTrouble('cluster.reap-failed', error))
      .finally(() => {
        isBusy = false
      })
  }, interval)
  timer.unref()
  return { dispose: () => clearInterval(timer) }
}
