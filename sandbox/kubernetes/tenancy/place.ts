import { labels, learnerAccount, manager, ownLabels, sharedName } from '../labels'
import { podSecurity } from '../namespaces/limits'
import type { Tenancy } from '../settings'

/** Where one sandbox is on the cluster, and how its namespaces are named and marked there. */
export type Place = {
  tenancy: Tenancy
  /** The sandbox as its namespaces name it. */
  sandbox: string
  controlNamespace: string
  /** Where objects go that name no namespace. */
  home: string
}

export const placeOf = (tenancy: Tenancy, sandbox: string, controlNamespace: string): Place => ({
  ...{ tenancy, sandbox, controlNamespace },
  home: tenancy === 'own' ? 'default' : sharedName('default', sandbox),
})

/** The user that a learner is to the API server, in `shared`. */
export const learnerUser = ({ sandbox, controlNamespace }: Place) =>
  `system:serviceaccount:${controlNamespace}:${learnerAccount(sandbox)}`

/** The labels that a namespace has beside its lesson's. */
export function namespaceLabels(
  { tenancy, sandbox, controlNamespace }: Place,
  name: string,
): Record<string, string> {
  const control = { [labels.control]: controlNamespace }

  if (tenancy === 'own') return { [labels.managedBy]: manager, [labels.role]: 'learner', ...control }
  const suffix = sharedName('', sandbox)
  if (!name.endsWith(suffix)) throw new Error(`the namespace ${name} is none of the sandbox ${sandbox}`)
  return { ...ownLabels('learner', sandbox, name.slice(0, -suffix.length)), ...podSecurity, ...control }
}
