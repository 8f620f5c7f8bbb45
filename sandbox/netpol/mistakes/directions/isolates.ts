import type { V1NetworkPolicy } from '@kubernetes/client-node'
import { directionsOf } from '../../compile/network-policies'
import type { Direction } from '../../model'
import type { WrittenPolicy } from '../policy'

/** Does the policy isolate the pods it selects in this direction? */
export const isolates = (policy: WrittenPolicy, direction: Direction): boolean =>
  directionsOf(policy as V1NetworkPolicy)[direction]
