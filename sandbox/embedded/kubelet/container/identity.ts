import type { V1Container, V1ContainerStatus, V1EphemeralContainer, V1Pod } from '@kubernetes/client-node'
import type { Image } from '../../images/image'

/** As whom a container's processes run. */
export type Identity = { readonly uid: number; readonly gid: number; readonly groups: readonly number[] }

/** The container may not be made as it is: its user is not allowed. `message` is the kubelet's. */
export class IdentityError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'IdentityError'
  }
}

type Context = {
  pod: V1Pod
  container: V1Container | V1EphemeralContainer
  image?: Pick<Image, 'user'> | undefined
}

export function identityOf({ pod, container, image }: Context): Identity {
  const { securityContext: ofPod } = pod.spec ?? {}
  const { securityContext: own } = container
  const gid = own?.runAsGroup ?? ofPod?.runAsGroup ?? image?.user?.gid ?? 0
  const groups = new Set([
    ...(ofPod?.supplementalGroups ?? []),
    gid,
    ...(ofPod?.fsGroup ? [ofPod.fsGroup] : []),
  ])
  return {
    uid: own?.runAsUser ?? ofPod?.runAsUser ?? image?.user?.uid ?? 0,
    gid,
    groups: [...groups].sort((a, b) => a - b),
  }
}

/** kuberuntime's verifyRunAsNonRoot. Throws `IdentityError`. */
export function checkNonRoot({ pod, container, image }: Context): void {
  const { securityContext: ofPod } = pod.spec ?? {}
  const { securityContext: own } = container
  if (!(own?.runAsNonRoot ?? ofPod?.runAsNonRoot)) return
  const { name, namespace, uid } = pod.metadata ?? {}
  const refuse = (why: string) =>
    new IdentityError(`${why} (pod: "${name}_${namespace}(${uid})", container: ${container.name})`)
  const chosen = own?.runAsUser ?? ofPod?.runAsUser
  if (chosen === 0) throw refuse("container's runAsUser breaks non-root policy")
  if (chosen !== undefined) return
  const user = image?.user
  if (!user) throw refuse('container has runAsNonRoot and image will run as root')
  if (user.name)
    throw refuse(
      `container has runAsNonRoot and image has non-numeric user (${user.name}), cannot verify user is non-root`,
    )
}

export function userOf(context: Context): V1ContainerStatus['user'] {
  const { uid, gid, groups } = identityOf(context)
  return { linux: { gid, supplementalGroups: [...groups], uid } }
}
