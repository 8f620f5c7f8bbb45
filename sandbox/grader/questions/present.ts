import { type End, isMeant } from '../../exercise'
import { runningRoles } from '../cells'
import type { Party, World } from '../proof/world'

/** The running pod that an end of a question's flow means: of a role, or of the cluster's DNS. */
export function presentAt(ends: readonly End[], world: World): Party | undefined {
  const dns = world.parties.find(
    ({ origin, identity }) => origin === 'running' && identity.kind === 'pod' && identity.dns,
  )
  return [...runningRoles(world), ...(dns ? [dns] : [])].find(({ identity }) =>
    ends.some(end => isMeant(end, identity)),
  )
}
