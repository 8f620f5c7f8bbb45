import type { Mistake } from '../exercise'
import { findMistakes } from '../netpol/mistakes'
import type { ClusterState } from './cluster-state'
import type { Plan } from './plan'
import type { World } from './proof/world'

/** The common mistakes that explain why flows are not as the exercise means them, each with its place in a policy. */
export function mistakesOf(plan: Plan, world: World, state: ClusterState): Mistake[] {
  const coming = world.parties.filter(({ origin }) => origin !== 'running')
  return findMistakes({
    objects: state,
    possible: {
      pods: coming.flatMap(({ pod }) => (pod ? [pod] : [])),
      namespaces: world.invented,
    },
    expected: plan.meant,
    before: world.policiesBefore,
  })
}
