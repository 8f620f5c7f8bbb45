import type { V1StatefulSet, V1StatefulSetSpec } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import { validateClaim } from '../cluster/volume-validation'
import type { FieldError } from '../registration'
import { forbiddenField, invalidValue } from '../validation/field-errors'
import { validateTemplate } from './template'

const policies = ['OrderedReady', 'Parallel']
const strategies = ['RollingUpdate', 'OnDelete']

/** The template as its pods will be: with a volume for each claim, under the names that the controller gives. */
function asPodsHaveIt(spec: V1StatefulSetSpec): V1StatefulSetSpec {
  const template = spec.template?.spec
  if (!template) return spec
  const claimed = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({ name: metadata?.name ?? '' }))
  const names = new Set(claimed.map(({ name }) => name))
  const others = (template.volumes ?? []).filter(({ name }) => !names.has(name))
  const { hostname, subdomain, ...rest } = template
  return { ...spec, template: { ...spec.template, spec: { ...rest, volumes: [...claimed, ...others] } } }
}

/** apps/validation ValidateStatefulSetSpec. */
export function validateStatefulSet({ spec }: V1StatefulSet): FieldError[] {
  const { podManagementPolicy = '', updateStrategy } = spec ?? {}
  const strategy = updateStrategy?.type ?? ''
  const errors: FieldError[] = []
  if (!policies.includes(podManagementPolicy))
    errors.push(
      invalidValue('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"),
    )
  if (!strategies.includes(strategy))
    errors.push(
      invalidValue('spec.updateStrategy', updateStrategy ?? {}, "must be 'RollingUpdate' or 'OnDelete'"),
    )
  for (const [index, claim] of (spec?.volumeClaimTemplates ?? []).entries())
    errors.push(
      ...validateClaim(claim).map(error => ({
        ...error,
        field: `spec.volumeClaimTemplates[${index}].${error.field}`,
      })),
    )
  return [...errors, ...validateTemplate(spec && asPodsHaveIt(spec), 'statefulset')]
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const

const fixed = (spec: V1StatefulSetSpec | undefined) => {
  const rest: Partial<V1StatefulSetSpec> = { ...spec }
  for (const name of changeable) delete rest[name]
  return rest
}

export const validateStatefulSetUpdate = (set: V1StatefulSet, old: V1StatefulSet): FieldError[] =>
  equal(fixed(set.spec), fixed(old.spec))
    ? []
    : [
        forbiddenField(
          'spec',
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
      ]
