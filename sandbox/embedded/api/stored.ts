import type { KubernetesObject, V1ObjectMeta } from '@kubernetes/client-node'

/** An object as the registry keeps it, with what it looks at itself. */
export type Stored = KubernetesObject & {
  metadata: V1ObjectMeta
  spec?: { finalizers?: string[] }
  status?: unknown
}

/** An RFC 3339 time as Kubernetes writes it: whole seconds, UTC. */
export const timestamp = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date

/** Is there somebody who must agree before the object may go? */
export const held = (object: Stored) =>
  (object.metadata.finalizers?.length ?? 0) > 0 ||
  (object.kind === 'Namespace' && (object.spec?.finalizers?.length ?? 0) > 0)
