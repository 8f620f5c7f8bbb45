import type {
  KubernetesObject,
  V1DaemonSet,
  V1Deployment,
  V1ReplicaSet,
  V1ReplicationController,
  V1StatefulSet,
} from '@kubernetes/client-node'
import { equal } from '../../../api/equal'
import { validateClaimSpec } from '../../cluster/volume-validation'
import { validatePodTemplate } from '../../pods/validation'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../../validation/field-errors'
import { dns1123Label } from '../../validation/names'
import { nonnegative } from '../../validation/numbers'
import {
  validateDaemonSetStrategy,
  validateDeploymentStrategy,
  validateStatefulSetStrategy,
} from './strategies'
import {
  matches,
  mismatch,
  validateDaemonSetTemplate,
  validateSelectorUpdate,
  validateTemplate,
} from './template'

/** apps/validation ValidateDeploymentSpec. */
export function validateDeployment({ spec }: V1Deployment): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec ?? {}
  const field = 'spec.progressDeadlineSeconds'
  return [
    ...nonnegative(spec?.replicas, 'spec.replicas'),
    ...validateTemplate(spec, { kind: 'ReplicaSet', unreadable: 'invalid label selector' }),
    ...(spec ? validateDeploymentStrategy(spec.strategy) : []),
    ...nonnegative(minReadySeconds, 'spec.minReadySeconds'),
    ...nonnegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...nonnegative(deadline, field),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalidValue(field, deadline, 'must be greater than minReadySeconds')]
      : []),
  ]
}

/** apps/validation ValidateReplicaSetSpec. */
export const validateReplicaSet = ({ spec }: V1ReplicaSet): FieldError[] => [
  ...nonnegative(spec?.replicas, 'spec.replicas'),
  ...nonnegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
  ...validateTemplate(spec, { kind: 'ReplicaSet', unreadable: 'invalid label selector' }),
]

/** apps/validation ValidateDaemonSet and ValidateDaemonSetUpdate. */
export const validateDaemonSet = (
  { spec }: V1DaemonSet,
  { old }: { old?: KubernetesObject },
): FieldError[] => [
  ...(old ? validateSelectorUpdate(spec, (old as V1DaemonSet).spec) : []),
  ...validateDaemonSetTemplate(spec),
  ...nonnegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
  ...(spec ? validateDaemonSetStrategy(spec.updateStrategy) : []),
  ...nonnegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
]

const retentions = ['Retain', 'Delete']
const managements = ['OrderedReady', 'Parallel']

/** apps/validation ValidateStatefulSet and ValidateStatefulSetUpdate. */
export function validateStatefulSet(
  { metadata, spec }: V1StatefulSet,
  { old }: { old?: KubernetesObject },
): FieldError[] {
  const { podManagementPolicy, persistentVolumeClaimRetentionPolicy: retention } = spec ?? {}
  const errors: FieldError[] = []
  if (!old)
    errors.push(
      ...dns1123Label(metadata?.name ?? '').map(detail =>
        invalidValue('metadata.name', metadata?.name, detail),
      ),
    )
  const field = 'spec.podManagementPolicy'
  if (!podManagementPolicy) errors.push(required(field))
  else if (!managements.includes(podManagementPolicy))
    errors.push(invalidValue(field, podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"))
  errors.push(...validateStatefulSetStrategy(spec?.updateStrategy))
  for (const when of ['whenDeleted', 'whenScaled'] as const) {
    const policy = retention?.[when]
    if (retention && !retentions.includes(policy ?? ''))
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy ?? '', retentions))
  }
  const claims = spec?.volumeClaimTemplates ?? []
  if (!old) {
    for (const [index, claim] of claims.entries())
      errors.push(...validateClaimSpec(claim.spec, `spec.volumeClaimTemplates[${index}].spec`))
  }
  errors.push(
    ...nonnegative(spec?.replicas, 'spec.replicas'),
    ...nonnegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...nonnegative(spec?.ordinals?.start, 'spec.ordinals.start'),
  )
  const name = spec?.serviceName
  if (!old && name)
    errors.push(...dns1123Label(name).map(detail => invalidValue('spec.serviceName', name, detail)))
  errors.push(...validateTemplate(asPodsHaveIt(spec), { kind: 'StatefulSet', unreadable: '' }))
  const before = (old as V1StatefulSet | undefined)?.spec
  if (before && !equal(fixed(spec), fixed(before))) {
    errors.push(
      forbiddenField(
        'spec',
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ),
    )
  }
  return errors
}

/** The template as its pods will be: with a volume for each claim, under the names that the controller gives. */
function asPodsHaveIt(spec: V1StatefulSet['spec']): V1StatefulSet['spec'] {
  const pod = spec?.template?.spec
  if (!pod) return spec
  const { hostname, subdomain, ...rest } = pod
  const names = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '')
  const volumes = [
    ...names.map(name => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...(pod.volumes ?? []).filter(({ name }) => !names.includes(name)),
  ]
  return { ...spec, template: { ...spec.template, spec: { ...rest, volumes } } }
}

/** What of a StatefulSet never changes. */
function fixed(spec: V1StatefulSet['spec']) {
  if (!spec) return spec
  const { replicas, template, updateStrategy, minReadySeconds, ordinals, revisionHistoryLimit, ...rest } =
    spec
  const { persistentVolumeClaimRetentionPolicy, ...others } = rest
  return others
}

/** core/validation ValidateReplicationControllerSpec. */
export function validateReplicationController({ spec }: V1ReplicationController): FieldError[] {
  const { selector = {}, template } = spec ?? {}
  const errors = [
    ...nonnegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...(Object.keys(selector).length ? [] : [required('spec.selector')]),
    ...nonnegative(spec?.replicas, 'spec.replicas'),
  ]
  if (!template) return [...errors, required('spec.template')]
  const restart = template.spec?.restartPolicy
  return [
    ...errors,
    ...(matches({ matchLabels: selector }, template.metadata?.labels ?? {}) ? [] : [mismatch(template)]),
    ...validatePodTemplate(template, 'spec.template'),
    ...(restart && restart !== 'Always'
      ? [notSupported('spec.template.spec.restartPolicy', restart, ['Always'])]
      : []),
  ]
}
