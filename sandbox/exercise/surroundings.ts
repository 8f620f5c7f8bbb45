import type { Exercise } from './exercise'
import { namespacesOf } from './namespaces-of'

type Surroundings = Pick<Exercise, 'cni' | 'externalHosts' | 'hiddenPolicies' | 'nodes' | 'dualStack'> & {
  namespaces: readonly string[]
}

/** What is around the objects of an exercise's start: what a sandbox is reset to, beside them. */
export function surroundingsOf(exercise: Exercise): Surroundings {
  const { cni, externalHosts, hiddenPolicies, nodes, dualStack } = exercise
  return { cni, externalHosts, hiddenPolicies, nodes, dualStack, namespaces: namespacesOf(exercise) }
}
