import type { V1Pod, V1Service } from '@kubernetes/client-node'
import { ApiStatusError } from '../../client'
import { asApplied, type StartObject } from '../../exercise'
import { create, find, type Platform } from '../platform/objects'
import { settle } from '../platform/wait'

/** Milliseconds until a new namespace must have its service account, and a quota must have counted anew. */
const patience = 20_000

/** Resolves when pods can be made in a namespace: the service account that they run as is there. */
export function namespaceReady({ client }: Platform, namespace: string): Promise<void> {
  return settle(`no service account in ${namespace}`, patience, async () => {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`
    return client.request('GET', path).then(
      () => [],
      (error: unknown) => {
        if (error instanceof ApiStatusError && error.code === 404) return ['default']
        throw error
      },
    )
  })
}

const isOverQuota = (error: unknown) =>
  error instanceof ApiStatusError && error.code === 403 && error.message.includes('exceeded quota')

/**
 * Creates what a quota counts. A cluster takes its time to see that what was there before is gone, longer when it is busy:
 * until then the quota refuses.
 */
async function createWhenCounted(platform: Platform, object: StartObject): Promise<void> {
  let refusal: unknown
  await settle('refused by a quota', patience, () =>
    create(platform, object).then(
      () => [],
      (error: unknown) => {
        if (!isOverQuota(error)) throw error
        refusal = error
        return [object.metadata?.name ?? '']
      },
    ),
  ).catch((error: unknown) => {
    throw error instanceof ApiStatusError ? error : (refusal ?? error)
  })
}

/** Creates the objects of a start in namespaces that are there, as `kubectl apply` would; pods last, and all at once. */
export async function applyStart(
  platform: Platform,
  objects: readonly StartObject[],
  mayBeThere: boolean,
): Promise<void> {
  const others = objects.filter(({ kind }) => kind !== 'Namespace' && kind !== 'Pod')
  for (const object of others) {
    const { isNamespaced } = await platform.placeOf(object)
    await createWhenCounted(platform, asApplied(withoutAddress(object), isNamespaced))
  }
  const pods = objects.filter(({ kind }) => kind === 'Pod')
  await Promise.all(
    pods.map(async pod => {
      if (mayBeThere && (await isThere(platform, pod))) return
      await createWhenCounted(platform, quickToEnd(asApplied(pod, true)))
    }),
  )
}

/**
 * Asked, not tried: a quota counts a pod before the API server finds that its name is taken, and counts anew only when one
 * is deleted, so that every start in vain would use up one of them.
 */
async function isThere({ client }: Platform, { metadata }: StartObject): Promise<boolean> {
  const path = `/api/v1/namespaces/${metadata?.namespace}/pods/${metadata?.name}`
  return (await find(client, path)) !== undefined
}

/** An address that a lesson gives a Service is the embedded cluster's; here it may be somebody else's, or in no range. */
function withoutAddress(object: StartObject): StartObject {
  if (object.kind !== 'Service') return object
  const { clusterIP, clusterIPs: _, ...spec } = (object.spec ?? {}) as NonNullable<V1Service['spec']>
  return { ...object, spec: { ...spec, ...(clusterIP === 'None' && { clusterIP }) } }
}

/**
 * `sleep` does not listen to SIGTERM, and a learner who deletes its pod would wait for half a minute. Not in the
 * annotation: what `kubectl apply` compares stays as the lesson has it.
 */
function quickToEnd(pod: StartObject): StartObject {
  const { spec } = pod as V1Pod
  return { ...pod, spec: { terminationGracePeriodSeconds: 1, ...spec } } as StartObject
}
