import type { KubernetesObject } from '@kubernetes/client-node'
import type { Flow } from '../../netpol'

/** The name of whatever the grader makes in a namespace: one pod at a time, and its owner. */
export const graderName = 'netpol-lab-grader'

/** An annotation, not a label: no selector may see another label than the possible pod has. */
export const graderMark = { 'app.kubernetes.io/managed-by': graderName } as const

/** Did the grader make it? Then it is gone in a moment, and nobody's business meanwhile. */
export const isGraders = ({ metadata }: KubernetesObject): boolean =>
  (metadata?.namespace === undefined || metadata.name === graderName) &&
  Object.entries(graderMark).every(([key, value]) => metadata?.annotations?.[key] === value)

/** Does the flow begin or end in a pod that the grader made? */
export const touchesGraders = ({ from, to }: Flow): boolean =>
  [from, to].some(end => 'pod' in end && end.pod === graderName)
