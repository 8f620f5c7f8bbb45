import type { V1LabelSelector, V1PodTemplateSpec } from '@kubernetes/client-node'
import { validatePodTemplate } from '../pods/validation'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'

/** Does a selector (already valid) match these labels? */
function matches(selector: V1LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const equalities = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
  return (
    equalities &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const has = Object.hasOwn(labels, key)
      switch (operator) {
        case 'In':
          return has && values.includes(labels[key]!)
        case 'NotIn':
          return !has || !values.includes(labels[key]!)
        case 'Exists':
          return has
        default:
          return !has
      }
    })
  )
}

type Spec = { selector?: V1LabelSelector; template?: V1PodTemplateSpec; replicas?: number }

/** Selector and template of what makes pods (apps/validation); `kind` is how the messages call it. */
export function validateTemplate(spec: Spec | undefined, kind: string): FieldError[] {
  const errors: FieldError[] = []
  const { selector, template, replicas } = spec ?? {}
  if (replicas !== undefined && replicas < 0) {
    errors.push(invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'))
  }
  const labels = template?.metadata?.labels ?? {}
  // No selector is one that matches nothing.
  let mismatch = !selector
  if (!selector) errors.push(required('spec.selector'))
  else {
    errors.push(...validateLabelSelector(selector, 'spec.selector'))
    const empty = !Object.keys(selector.matchLabels ?? {}).length && !selector.matchExpressions?.length
    if (empty) errors.push(invalidValue('spec.selector', selector, `empty selector is invalid for ${kind}`))
    mismatch = !empty && errors.length === 0 && !matches(selector, labels)
  }
  if (mismatch) {
    errors.push(
      invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'),
    )
  }
  errors.push(...validatePodTemplate(template, 'spec.template'))
  const restart = template?.spec?.restartPolicy
  if (restart !== undefined && restart !== 'Always' && ['OnFailure', 'Never'].includes(restart)) {
    errors.push(notSupported('spec.template.spec.restartPolicy', restart, ['Always']))
  }
  return errors
}

/** apps/v1: a selector never changes. */
export const validateSelectorUpdate = (spec: Spec | undefined, old: Spec | undefined): FieldError[] =>
  JSON.stringify(spec?.selector) === JSON.stringify(old?.selector)
    ? []
    : [invalidValue('spec.selector', spec?.selector, 'field is immutable')]
