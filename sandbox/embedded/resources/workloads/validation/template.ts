import type { KubernetesObject, V1LabelSelector, V1PodTemplateSpec } from '@kubernetes/client-node'
import { validatePodTemplate } from '../../pods/validation'
import { podSpecWarnings, workloadNameWarning } from '../../pods/warnings'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../../validation/field-errors'
import { validateLabelSelector } from '../../validation/label-selectors'

/** Does a selector (already valid) match these labels? */
export function matches(selector: V1LabelSelector, labels: Readonly<Record<string, string>>): boolean {
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

type Spec = { selector?: V1LabelSelector; template?: V1PodTemplateSpec }

const isEmpty = (selector: V1LabelSelector) =>
  !Object.keys(selector.matchLabels ?? {}).length && !selector.matchExpressions?.length

export const mismatch = (template: V1PodTemplateSpec | undefined, path = 'spec.template'): FieldError =>
  invalidValue(
    `${path}.metadata.labels`,
    template?.metadata?.labels ?? null,
    '`selector` does not match template `labels`',
  )

/** What pods of a set may not say: they are there as long as it is. */
function validateLongLived(template: V1PodTemplateSpec | undefined, kind: string): FieldError[] {
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {}
  return [
    ...(restartPolicy === undefined || restartPolicy === 'Always'
      ? []
      : [notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [
          forbiddenField(
            'spec.template.spec.activeDeadlineSeconds',
            `activeDeadlineSeconds in ${kind} is not Supported`,
          ),
        ]),
  ]
}

/**
 * Selector and template of what makes pods (apps/validation). `kind` is how the messages call it, `unreadable` what
 * they say of a selector that is wrong in itself.
 */
export function validateTemplate(
  spec: Spec | undefined,
  { kind, unreadable }: { kind: 'ReplicaSet' | 'StatefulSet'; unreadable: string },
): FieldError[] {
  const { selector, template } = spec ?? {}
  const field = 'spec.selector'
  const ofPods = (matching: boolean) => [
    ...(matching ? [] : [mismatch(template)]),
    ...validatePodTemplate(template, 'spec.template'),
  ]
  const named = kind === 'ReplicaSet' ? 'deployment' : 'statefulset'
  // No selector is one that matches nothing.
  if (!selector) return [required(field), ...ofPods(false), ...validateLongLived(template, kind)]
  const wrong = validateLabelSelector(selector, field)
  if (wrong.length) {
    return [
      ...wrong,
      invalidValue(field, selector, unreadable),
      ...(kind === 'StatefulSet' ? validateLongLived(template, kind) : []),
    ]
  }
  const empty = isEmpty(selector)
  return [
    ...(empty ? [invalidValue(field, selector, `empty selector is invalid for ${named}`)] : []),
    ...ofPods(empty || matches(selector, template?.metadata?.labels ?? {})),
    ...validateLongLived(template, kind),
  ]
}

/** The same of a DaemonSet, whose validation is older. */
export function validateDaemonSetTemplate({ selector, template }: Spec = {}): FieldError[] {
  const wrong = selector ? validateLabelSelector(selector, 'spec.selector') : []
  const matching = selector && matches(selector, template?.metadata?.labels ?? {})
  return [
    ...wrong,
    ...(wrong.length || matching ? [] : [mismatch(template)]),
    ...(selector && isEmpty(selector)
      ? [invalidValue('spec.selector', selector, 'empty selector is invalid for daemonset')]
      : []),
    ...validatePodTemplate(template, 'spec.template'),
    ...validateLongLived(template, 'DaemonSet'),
  ]
}

/** apps/v1: a selector never changes. */
export const validateSelectorUpdate = (spec: Spec | undefined, old: Spec | undefined): FieldError[] =>
  JSON.stringify(spec?.selector) === JSON.stringify(old?.selector)
    ? []
    : [invalidValue('spec.selector', spec?.selector ?? null, 'field is immutable')]

type Templated = KubernetesObject & { spec?: { template?: V1PodTemplateSpec } }

/** What is said of the template when it is new; of a name that pods get, when the object is. */
export const templateWarnings =
  ({ named }: { named: boolean }) =>
  (object: Templated, old?: Templated): string[] => [
    ...(named && !old ? workloadNameWarning(object.metadata) : []),
    ...(old?.metadata?.generation === object.metadata?.generation && old
      ? []
      : podSpecWarnings(object.spec?.template?.spec, 'spec.template.spec')),
  ]
