import type { V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import type { Context, FieldError } from '../registration'
import { forbiddenField, invalidValue, required } from '../validation/field-errors'
import { between, largestInt32 } from '../validation/numbers'
import { internalPodSpec } from './internal/internal-form'
import { unifiedDiff } from './internal/unified-diff'
import { validateTolerations } from './validation/scheduling'

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
  }
  const errors = wrongImages(spec)
  const field = 'spec.activeDeadlineSeconds'
  const deadline = spec.activeDeadlineSeconds
  const earlier = before.activeDeadlineSeconds
  if (deadline !== undefined) {
    const wrong = between(deadline, 0, largestInt32, field)
    if (wrong.length) return [...errors, ...wrong]
    if (earlier !== undefined && earlier < deadline)
      return [...errors, invalidValue(field, deadline, 'must be less than or equal to previous value')]
  } else if (earlier !== undefined) {
    errors.push(invalidValue(field, null, 'must not update from a positive integer to nil value'))
  }
  errors.push(...onlyAddedTolerations(spec, before), ...onlyRemovedGates(spec, before))
  const rest = withAllowedChangesUndone(spec, before)
  if (equal(rest, before)) return errors
  const [was, is] = [before, rest].map(one => JSON.stringify(internalPodSpec(one), null, 1)) as [
    string,
    string,
  ]
  return [
    ...errors,
    forbiddenField(
      'spec',
      `pod updates may not change fields other than ${changeable.join(',')}\n${unifiedDiff(was, is)}`,
    ),
  ]
}

const wrongImages = (spec: V1PodSpec): FieldError[] =>
  (['containers', 'initContainers'] as const).flatMap(group =>
    (spec[group] ?? []).flatMap(({ image = '' }, index) => {
      const field = `spec.${group}[${index}].image`
      if (!image) return [required(field)]
      const trimmed = image.trim() === image
      return trimmed ? [] : [invalidValue(field, image, 'must not have leading or trailing whitespace')]
    }),
  )

function onlyAddedTolerations(spec: V1PodSpec, before: V1PodSpec): FieldError[] {
  const field = 'spec.tolerations'
  return toleratesAtLeast(spec, before)
    ? validateTolerations(spec.tolerations, field)
    : [forbiddenField(field, 'existing toleration can not be modified except its tolerationSeconds')]
}

const onlyRemovedGates = ({ schedulingGates = [] }: V1PodSpec, before: V1PodSpec): FieldError[] =>
  schedulingGates.flatMap(({ name }, index) =>
    before.schedulingGates?.some(gate => gate.name === name)
      ? []
      : [
          forbiddenField(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  )

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
  undone.schedulingGates = before.schedulingGates
  for (const field of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates'] as const) {
    if (undone[field] === undefined) delete undone[field]
  }
  return undone
}

/** core/validation ValidatePodEphemeralContainersUpdate: they are there for good, as they were. */
function ephemeralContainers(pod: V1Pod, old: V1Pod): FieldError[] {
  const path = 'spec.ephemeralContainers'
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map(container => [container.name, container]))
  return (old.spec?.ephemeralContainers ?? []).flatMap(before => {
    const after = now.get(before.name)
    if (after && equal(after, before)) return []
    const what = after ? 'changed' : 'removed'
    return [forbiddenField(path, `existing ephemeral containers "${before.name}" may not be ${what}\n`)]
  })
}
