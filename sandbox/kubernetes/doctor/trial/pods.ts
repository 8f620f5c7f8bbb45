import type { V1Pod } from '@kubernetes/client-node'
import { ApiStatusError } from '../../../client'
import { probeContainer } from '../../../grader/probes/probe-container'
import type { Facts, Tried } from '../facts/facts'
import { create, isHopeless, type Laboratory, type PodName, troubleOf } from './laboratory'

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Brings up an ephemeral container, as the grader does. */
export async function tryProbeContainer(lab: Laboratory, { namespace, name }: PodName): Promise<Tried> {
  const begun = Date.now()
  try {
    const { body } = await lab.client.request<V1Pod>('GET', `/api/v1/namespaces/${namespace}/pods/${name}`)
    await probeContainer(lab.client, body, { signal: lab.signal })
    return { worked: true, milliseconds: Date.now() - begun }
  } catch (error) {
    lab.signal.throwIfAborted()
    return { worked: false, why: messageOf(error) }
  }
}

/** Pulls each image by running a pod of it, whatever that does then. */
export const tryImages = (
  lab: Laboratory,
  namespace: string,
  images: readonly string[],
): Promise<{ image: string; tried: Tried }[]> =>
  Promise.all(
    images.map(async (image, index) => {
      const path = `/api/v1/namespaces/${namespace}/pods`
      const name = `image-${index}`
      const spec = { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image }] }
      await create(lab.client, path, { metadata: { name }, spec }, lab.signal)
      let last = 'it is not pulled in time'
      let pulled = false
      const tried = await lab.until('', async () => {
        const { body } = await lab.client.request<V1Pod>('GET', `${path}/${name}`, { signal: lab.signal })
        pulled = body.status?.containerStatuses?.some(({ imageID }) => imageID !== '') === true
        last = troubleOf(body) ?? last
        return pulled || isHopeless(last)
      })
      return { image, tried: pulled ? tried : { worked: false, why: last } }
    }),
  )

/** Does Pod Security refuse a privileged pod in a namespace that asks for it? */
export async function tryPodSecurity(lab: Laboratory, namespace: string): Promise<boolean> {
  try {
    await lab.client.request('POST', `/api/v1/namespaces/${namespace}/pods`, {
      query: { dryRun: 'All' },
      body: {
        metadata: { name: 'privileged' },
        spec: { containers: [{ name: 'main', image: 'busybox', securityContext: { privileged: true } }] },
      },
      signal: lab.signal,
    })
    return false
  } catch (error) {
    if (error instanceof ApiStatusError && /PodSecurity/.test(error.message)) return true
    throw error
  }
}

/** Does a ResourceQuota count? */
export async function tryQuota(lab: Laboratory, namespace: string): Promise<Facts['quota']> {
  const path = `/api/v1/namespaces/${namespace}`
  await lab.client.request('POST', `${path}/resourcequotas`, {
    body: { metadata: { name: 'none' }, spec: { hard: { 'count/services': '0' } } },
    signal: lab.signal,
  })
  return lab.until('a ResourceQuota is stored, and nobody counts', async () => {
    try {
      await lab.client.request('POST', `${path}/services`, {
        query: { dryRun: 'All' },
        body: { metadata: { name: 'one-too-many' }, spec: { ports: [{ port: 80 }] } },
        signal: lab.signal,
      })
      return false
    } catch (error) {
      return error instanceof ApiStatusError && /exceeded quota/.test(error.message)
    }
  })
}
