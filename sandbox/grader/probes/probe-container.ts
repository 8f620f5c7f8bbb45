import type { V1Container, V1ContainerStatus, V1EphemeralContainer, V1Pod } from '@kubernetes/client-node'
import { type KubernetesClient, resourcePath } from '../../client'
import { stuck } from '../cluster-state'
import { pause } from '../pause'

/** The grader's own containers are known by this name; learners cannot enter them, pages do not show them. */
export const probeContainerPrefix = 'netpol-lab-probe'
const usualImage = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'
/** Milliseconds until a probe container must be running. A real cluster may have to pull the image. */
const patience = 60_000

/** No container to probe from could be had in a pod; `message` is the cluster's own. */
export class NoProbeContainer extends Error {
  constructor(pod: string, why: string) {
    super(`no probe container in ${pod}: ${why}`)
    this.name = 'NoProbeContainer'
  }
}

/**
 * A container of the grader's own in a pod, in the pod's network: the one that is there from an earlier grading, or
 * a new one (ephemeral containers cannot be removed). Answers its name; rejects with `NoProbeContainer`.
 */
export async function probeContainer(
  client: KubernetesClient,
  pod: V1Pod,
  { image = usualImage, signal }: { image?: string; signal?: AbortSignal } = {},
): Promise<string> {
  const { namespace = 'default', name = '' } = pod.metadata ?? {}
  const ref = { group: '', version: 'v1', resource: 'pods', namespace, name }
  const fail = (why: unknown) => new NoProbeContainer(`${namespace}/${name}`, String(why))
  try {
    const usable = findUsable(pod)
    if (usable?.running) return usable.name
    const container = usable?.name ?? freeName(pod)
    if (!usable)
      await client.request('PATCH', resourcePath({ ...ref, subresource: 'ephemeralcontainers' }), {
        contentType: 'application/strategic-merge-patch+json',
        body: { spec: { ephemeralContainers: [probeContainerSpec(container, image)] } },
        signal,
      })
    const deadline = Date.now() + patience
    for (let wait = 10; Date.now() < deadline; wait = Math.min(wait * 2, 1000)) {
      const { body } = await client.request<V1Pod>('GET', resourcePath(ref), { signal })
      const status = statuses(body).find(one => one.name === container)
      if (status?.state?.running) return container
      if (status?.state?.terminated) throw fail(status.state.terminated.reason ?? 'it ended')
      const { reason, message } = status?.state?.waiting ?? {}
      // A first failed pull may be the network's mood.
      if (reason && reason !== 'ErrImagePull' && stuck.test(reason))
        throw fail(message ? `${reason}: ${message}` : reason)
      await pause(wait, signal)
    }
    throw fail('it did not start in time')
  } catch (error) {
    if (error instanceof NoProbeContainer || signal?.aborted) throw error
    throw fail(error instanceof Error ? error.message : error)
  }
}

const statuses = ({ status }: V1Pod): V1ContainerStatus[] => status?.ephemeralContainerStatuses ?? []
const isOurs = ({ name }: { name: string }) => name.startsWith(probeContainerPrefix)

function findUsable(pod: V1Pod): { name: string; running: boolean } | undefined {
  const known = new Map(statuses(pod).map(status => [status.name, status.state]))
  const running = statuses(pod).find(status => isOurs(status) && status.state?.running)
  if (running) return { name: running.name, running: true }
  const coming = (pod.spec?.ephemeralContainers ?? []).find(
    container => isOurs(container) && !known.get(container.name)?.terminated,
  )
  return coming && { name: coming.name, running: false }
}

function freeName(pod: V1Pod): string {
  const taken = (pod.spec?.ephemeralContainers ?? []).filter(isOurs).length
  return taken === 0 ? probeContainerPrefix : `${probeContainerPrefix}-${taken + 1}`
}

/** A program that does nothing, in an image that has those for probing; nothing that a restricted namespace forbids (Pod Security Standards). */
export const probeContainerSpec = (name: string, image = usualImage): V1Container & V1EphemeralContainer => ({
  name,
  image,
  imagePullPolicy: 'IfNotPresent',
  command: ['/agnhost', 'pause'],
  terminationMessagePolicy: 'File',
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    runAsUser: 65534,
    seccompProfile: { type: 'RuntimeDefault' },
  },
})
