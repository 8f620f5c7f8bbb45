import type { V1Namespace } from '@kubernetes/client-node'
import type { Registration } from '../resources/registration'
import { forbidden, notFound } from './status'

/**
 * Nothing is created in a namespace that is not there, or that is going (admission plugin NamespaceLifecycle).
 * Throws NotFound, Forbidden.
 */
export function requireNamespace(
  registration: Registration,
  name: string,
  namespace: string,
  found: V1Namespace | undefined,
): void {
  if (!found) throw notFound({ group: '', name: 'namespaces' }, namespace)
  if (!found.metadata?.deletionTimestamp) return
  throw forbidden(
    registration,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  )
}
