import type { KubernetesObject } from '@kubernetes/client-node'
import { nameColumns } from './printing/columns'
import type { Registration, Subresource } from './registration'

/** What nearly every resource can do, in the order of discovery. */
export const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
] as const

/** Most resources have a `status` that only this subresource writes. */
export const statusSubresource: Subresource<KubernetesObject> = { verbs: ['get', 'patch', 'update'] }

/** The subresource that a path names; it may be called anything. */
export const subresourceOf = (
  { subresources = {} }: Pick<Registration, 'subresources'>,
  name: string | undefined,
): Subresource<KubernetesObject> | undefined =>
  name && Object.hasOwn(subresources, name) ? subresources[name] : undefined

type Usual =
  | 'version'
  | 'singular'
  | 'shortNames'
  | 'namespaced'
  | 'storage'
  | 'columns'
  | 'nameFormat'
  | 'verbs'

/** A registration with what is usual filled in. */
export function define<T extends KubernetesObject>(
  given: Omit<Registration<T>, Usual> & Partial<Pick<Registration<T>, Usual>>,
): Registration {
  const registration: Registration<T> = {
    version: 'v1',
    singular: given.kind.toLowerCase(),
    shortNames: [],
    namespaced: true,
    storage: given.group ? `${given.group}/${given.name}` : given.name,
    columns: nameColumns,
    nameFormat: 'dns1123Subdomain',
    verbs: allVerbs,
    ...given,
  }
  // Functions of one kind of object are only ever called with objects of that registration.
  return registration as unknown as Registration
}
