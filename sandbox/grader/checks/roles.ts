import type { KubernetesObject } from '@kubernetes/client-node'
import type { CheckResult, Role, StartObject } from '../../exercise'
import { runningRoles } from '../cells'
import type { World } from '../proof/world'

/** Roles that pods of the start play: those must still be there. */
export function rolesOf(start: readonly StartObject[], roles: Readonly<Record<string, Role>>): string[] {
  return Object.entries(roles)
    .filter(([, role]) => start.some(object => object.kind === 'Pod' && isPlayedBy(role, object)))
    .map(([name]) => name)
}

/** Does this pod carry what a role asks for, in its namespace? */
export const isPlayedBy = ({ namespace, labels }: Role, { metadata }: KubernetesObject): boolean =>
  (metadata?.namespace ?? 'default') === namespace &&
  Object.entries(labels).every(([key, value]) => metadata?.labels?.[key] === value)

/** A failed check for each role that the start gave a pod and that nobody plays any more: deleting is no policy. */
export function missingRoles(
  world: World,
  roles: Readonly<Record<string, Role>>,
  begun: readonly string[],
): CheckResult[] {
  const present = new Set(
    runningRoles(world).map(({ identity }) => (identity.kind === 'pod' ? identity.role : undefined)),
  )
  return begun
    .filter(name => !present.has(name))
    .map(name => {
      const { namespace = '', labels = {} } = roles[name] ?? {}
      return {
        id: `role-${name}`,
        kind: 'resource',
        outcome: 'failed',
        message: {
          id: 'grader.role.missing',
          params: {
            role: name,
            namespace,
            labels: Object.entries(labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(','),
          },
        },
        try: `kubectl get pods -n ${namespace} --show-labels`,
      }
    })
}
