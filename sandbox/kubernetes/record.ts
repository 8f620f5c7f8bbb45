import { createHash } from 'node:crypto'
import type { V1ConfigMap } from '@kubernetes/client-node'
import { labels, ownLabels, ownSelector } from './labels'
import { find, type Platform, put, remove } from './platform/objects'

/** What the cluster itself remembers of a sandbox: found again after a restart, and on another replica. */
export type SandboxRecord = {
  /** As the product names it. */
  id: string
  /** As its namespaces do. */
  sandbox: string
  /** Its namespaces, those that were deleted included. */
  namespaces: readonly string[]
  hiddenPolicies: readonly string[]
  /** When it was opened or closed last. */
  usedAt: Date
  /** Until when somebody has it open, unless they say so again: who ends without a word is forgotten then. */
  openUntil: Date
  createdAt?: Date
}

/** Short enough for the names of namespaces; two alike are found out when the second is opened. */
export const shortId = (id: string): string =>
  BigInt(`0x${createHash('sha256').update(id).digest('hex')}`)
    .toString(36)
    .slice(0, 6)

const nameOf = (sandbox: string) => `sandbox-${sandbox}`
const kind = 'learner-record'

export const recordPath = (controlNamespace: string, sandbox: string) =>
  `/api/v1/namespaces/${controlNamespace}/configmaps/${nameOf(sandbox)}`

function read({ metadata, data = {} }: V1ConfigMap): SandboxRecord {
  return {
    id: data.id ?? '',
    sandbox: metadata?.labels?.[labels.sandbox] ?? '',
    namespaces: JSON.parse(data.namespaces ?? '[]'),
    hiddenPolicies: JSON.parse(data.hiddenPolicies ?? '[]'),
    usedAt: new Date(data.usedAt ?? 0),
    openUntil: new Date(data.openUntil ?? 0),
    ...(metadata?.creationTimestamp && { createdAt: new Date(metadata.creationTimestamp) }),
  }
}

export async function findRecord(
  { client }: Platform,
  controlNamespace: string,
  sandbox: string,
): Promise<SandboxRecord | undefined> {
  const found = await find<V1ConfigMap>(client, recordPath(controlNamespace, sandbox))
  return found && read(found)
}

export async function listRecords({ client }: Platform, controlNamespace: string): Promise<SandboxRecord[]> {
  const path = `/api/v1/namespaces/${controlNamespace}/configmaps`
  const query = { labelSelector: `${ownSelector()},netpol-lab.dev/kind=${kind}` }
  return (await client.request<{ items: V1ConfigMap[] }>('GET', path, { query })).body.items.map(read)
}

export async function writeRecord(
  platform: Platform,
  controlNamespace: string,
  { id, sandbox, namespaces, hiddenPolicies, usedAt, openUntil }: SandboxRecord,
): Promise<SandboxRecord> {
  const map: V1ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: nameOf(sandbox),
      namespace: controlNamespace,
      labels: { ...ownLabels('control', sandbox), 'netpol-lab.dev/kind': kind },
    },
    data: {
      id,
      namespaces: JSON.stringify(namespaces),
      hiddenPolicies: JSON.stringify(hiddenPolicies),
      usedAt: usedAt.toISOString(),
      openUntil: openUntil.toISOString(),
    },
  }
  return read(await put(platform, map))
}

export const removeRecord = ({ client }: Platform, controlNamespace: string, sandbox: string) =>
  remove(client, recordPath(controlNamespace, sandbox))
