import type { V1Namespace } from '@kubernetes/client-node'
import { asApplied, namespaceNameLabel, type StartObject } from '../../exercise'
import { SandboxTrouble } from '../../provider'
import { labels, ownLabels, ownSelector } from '../labels'
import { find, type Platform, remove } from '../platform/objects'
import { settle } from '../platform/wait'
import { clear } from './clear'

/** Milliseconds that a namespace may take to be gone. */
const patience = 90_000

export const namespacePath = (name: string) => `/api/v1/namespaces/${name}`

/** The namespaces that a selector of learners' selects; those of all installations unless given. */
export async function ownNamespaces(
  { client }: Platform,
  labelSelector = `${ownSelector()},${labels.role}=learner`,
): Promise<V1Namespace[]> {
  const query = { labelSelector }
  return (await client.request<{ items: V1Namespace[] }>('GET', '/api/v1/namespaces', { query })).body.items
}

/**
 * The Namespace object as it has to be: the lesson's labels, ours, and no others. Answers whether it was made anew.
 * One that is on its way out is waited for.
 */
export async function ensureNamespace(
  platform: Platform,
  wanted: StartObject,
  own: Readonly<Record<string, string>>,
  timeout = patience,
): Promise<'new' | 'known'> {
  const { client } = platform
  const name = wanted.metadata?.name ?? ''
  let known = await find<V1Namespace>(client, namespacePath(name))
  if (known?.metadata?.deletionTimestamp) {
    await goneNamespace(platform, name, timeout)
    known = undefined
  }
  const applied = asApplied(wanted, false)
  const wantedLabels: Record<string, string | null> = { ...applied.metadata?.labels, ...own }
  if (!known) {
    const body = { ...applied, metadata: { ...applied.metadata, labels: wantedLabels } }
    await client.request('POST', '/api/v1/namespaces', { body })
    return 'new'
  }
  const gone = (there: Record<string, string> = {}, kept: object, also: string[] = []) =>
    Object.fromEntries(
      Object.keys(there).flatMap(key => (key in kept || also.includes(key) ? [] : [[key, null]])),
    )
  const annotations = applied.metadata?.annotations ?? {}
  await client.request('PATCH', namespacePath(name), {
    contentType: 'application/merge-patch+json',
    body: {
      metadata: {
        labels: { ...gone(known.metadata?.labels, wantedLabels, [namespaceNameLabel]), ...wantedLabels },
        annotations: { ...gone(known.metadata?.annotations, annotations), ...annotations },
      },
    },
  })
  return 'known'
}

/** Deletes a namespace with all that is in it; resolves when the server has taken it over. */
export async function removeNamespace({ client }: Platform, name: string): Promise<void> {
  // Pods that do not listen to SIGTERM would keep it for half a minute.
  await clear(client, name)
  await remove(client, namespacePath(name))
}

/** Resolves when the namespace is gone. */
export async function goneNamespace({ client }: Platform, name: string, timeout = patience): Promise<void> {
  await clear(client, name)
  let last: V1Namespace | undefined
  await settle('namespace still there', Math.min(timeout, patience), async () => {
    last = await find<V1Namespace>(client, namespacePath(name))
    return last ? [name] : []
  }).catch((error: unknown) => {
    if (!last) throw error
    throw stuck(name, last, error)
  })
}

/** What a namespace that does not go says about it, in the cluster's words. */
function stuck(name: string, { status }: V1Namespace, cause: unknown): SandboxTrouble {
  const why = (status?.conditions ?? [])
    .filter(({ type, status }) => status === 'True' && /Remaining|Failure/.test(type))
    .map(({ message }) => message)
  return new SandboxTrouble([`The namespace "${name}" is stuck in Terminating.`, ...why].join(' '), {
    cause,
    isPassing: true,
  })
}

/** Labels of a learner's namespace. */
export const learnerLabels = (sandbox: string, literal: string): Record<string, string> =>
  ownLabels('learner', sandbox, literal)
