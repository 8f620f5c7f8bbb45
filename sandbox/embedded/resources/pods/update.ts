import type { V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import type { Context, FieldError } from '../registration'
import { forbiddenField, invalidValue, required } from '../validation/field-errors'
import { specDifference } from './difference'

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
]

/** What a pod's update may change: core/validation ValidatePodUpdate and ValidatePodEphemeralContainersUpdate. */
export function validatePodUpdate(pod: V1Pod, old: V1Pod, { subresource }: Context): FieldError[] {
  if (subresource === 'ephemeralcontainers') return ephemeralContainers(pod, old)
  if (subresource === 'binding') return []
  const spec = pod.spec!
  const before = old.spec!
  for (const group of ['containers', 'initContainers'] as const) {
    if ((spec[group]?.length ?? 0) !== (before[group]?.length ?? 0)) {
      return [forbiddenField(`spec.${group}`, 'pod updates may not add or remove containers')]
    }
    const missing = (spec[group] ?? []).findIndex(({ image }) => !image)
    if (missing >= 0) return [required(`spec.${group}[${missing}].image`)]
  }
  const deadline = spec.activeDeadlineSeconds
  if (deadline === undefined && before.activeDeadlineSeconds !== undefined) {
    return [
      invalidValue(
        'spec.activeDeadlineSeconds',
        deadline,
        'must not update from a positive integer to nil value',
      ),
    ]
  }
  if (!toleratesAtLeast(spec, before)) {
    return [
      forbiddenField(
        'spec.tolerations',
        'existing toleration can not be modified except its tolerationSeconds',
      ),
    ]
  }
  const rest = withAllowedChangesUndone(spec, before)
  if (equal(rest, before)) return []
  return [
    forbiddenField(
      'spec',
      `pod updates may not change fields other than ${changeable.join(',')}\n${specDifference(before, rest)}`,
    ),
  ]
}

const toleratesAtLeast = (spec: V1PodSpec, before: V1PodSpec) =>
  (before.tolerations ?? []).every(({ tolerationSeconds: _, ...old }) =>
    (spec.tolerations ?? []).some(({ tolerationSeconds: __, ...one }) => equal(one, old)),
  )

function withAllowedChangesUndone(spec: V1PodSpec, before: V1PodSpec): V1PodSpec {
  const undone = structuredClone(spec)
  for (const group of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (undone[group] ?? []).entries()) {
      container.image = before[group]![index]!.image
    }
  }
  undone.activeDeadlineSeconds = before.activeDeadlineSeconds
  undone.tolerations = before.tolerations
  // A gate may be taken away, never added.
  const gates = undone.schedulingGates ?? []
  if (gates.every(({ name }) => before.schedulingGates?.some(gate => gate.name === name)))
    undone.schedulingGates = before.schedulingGates
  for (const field of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates'] as const) {
    if (undone[field] === undefined) delete undone[field]
  }
  return undone
}

function ephemeralContainers(pod: V1Pod, old: V1Pod): FieldError[] {
  const path = 'spec.ephemeralContainers'
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map(container => [container.name, container]))
  return (old.spec?.ephemeralContainers ?? []).flatMap(before => {
    const after = now.get(before.name)
    if (!after) {
      return [forbiddenField(path, `existing ephemeral containers "${before.name}" may not be removed\n`)]
    }
    return equal(after, before)
      ? []
      : [
          forbiddenField(
            path,
            `existing ephemeral containers "${before.name}" may not be changed\n${specDifference(before, after)}`,
          ),
        ]
  })
}
