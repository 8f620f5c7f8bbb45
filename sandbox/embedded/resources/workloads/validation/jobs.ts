import type { KubernetesObject, V1CronJob, V1Job, V1JobSpec } from '@kubernetes/client-node'
import { equal } from '../../../api/equal'
import { internalPodTemplate } from '../../pods/internal/internal-form'
import { validatePodTemplate } from '../../pods/validation'
import type { FieldError } from '../../registration'
import { invalidValue, notSupported, required } from '../../validation/field-errors'
import { validateLabelSelector } from '../../validation/label-selectors'
import { dns1123Label, qualifiedName } from '../../validation/names'
import { nonnegative } from '../../validation/numbers'
import { validateSchedule, validateTimeZone } from './schedules'
import { matches, mismatch } from './template'

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const
const modes = ['NonIndexed', 'Indexed']
const replacements = ['Failed', 'TerminatingOrFailed']

/** batch/validation validateJobSpec: of a job, and of what a cron job makes. */
function validateSpec(spec: Partial<V1JobSpec>, path: string): FieldError[] {
  const { managedBy, completionMode, podReplacementPolicy, podFailurePolicy, template } = spec
  const indexed = completionMode === 'Indexed'
  const errors = counts.flatMap(name => nonnegative(spec[name], `${path}.${name}`))
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  if (managedBy !== undefined && (!managedBy.includes('/') || qualifiedName(managedBy).length)) {
    errors.push(
      invalidValue(`${path}.managedBy`, managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")'),
    )
  }
  if (completionMode !== undefined && !modes.includes(completionMode))
    errors.push(notSupported(`${path}.completionMode`, completionMode, modes))
  if (indexed && spec.completions === undefined)
    errors.push(required(`${path}.completions`, 'when completion mode is Indexed'))
  if (!indexed) {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[name] !== undefined)
        errors.push(invalidValue(`${path}.${name}`, spec[name], 'requires indexed completion mode'))
    }
  }
  for (const [index, { onExitCodes }] of (podFailurePolicy?.rules ?? []).entries()) {
    for (const [at, value] of (onExitCodes?.operator === 'In' ? onExitCodes.values : []).entries()) {
      if (value === 0) {
        const field = `${path}.podFailurePolicy.rules[${index}].onExitCodes.values[${at}]`
        errors.push(invalidValue(field, value, 'must not be 0 for the In operator'))
      }
    }
  }
  if (podReplacementPolicy !== undefined && !replacements.includes(podReplacementPolicy))
    errors.push(notSupported(`${path}.podReplacementPolicy`, podReplacementPolicy, replacements))
  errors.push(...validatePodTemplate(template, `${path}.template`))
  const restart = template?.spec?.restartPolicy ?? ''
  const field = `${path}.template.spec.restartPolicy`
  if (restart === 'Always' || restart === '')
    errors.push(required(field, 'valid values: "OnFailure", "Never"'))
  else if (restart !== 'OnFailure' && restart !== 'Never')
    errors.push(notSupported(field, restart, ['OnFailure', 'Never']))
  else if (podFailurePolicy && restart !== 'Never')
    errors.push(invalidValue(field, restart, 'only "Never" is supported when podFailurePolicy is specified'))
  return errors
}

const uidLabel = 'batch.kubernetes.io/controller-uid'

/** batch/validation ValidateJob and ValidateJobUpdate. */
export function validateJob({ metadata, spec }: V1Job, { old }: { old?: KubernetesObject }): FieldError[] {
  const { selector, template } = spec ?? {}
  const generated = { matchLabels: { [uidLabel]: metadata?.uid ?? '' } }
  const errors: FieldError[] = []
  if (spec && !spec.manualSelector && !equal(selector, generated))
    errors.push(invalidValue('spec.selector', selector ?? null, '`selector` not auto-generated'))
  errors.push(...validateSpec(spec ?? {}, 'spec'))
  const wrong = selector ? validateLabelSelector(selector, 'spec.selector') : [required('spec.selector')]
  errors.push(...wrong)
  if (wrong.length === 0 && !matches(selector!, template?.metadata?.labels ?? {}))
    errors.push(mismatch(template))
  const last = `${metadata?.name}-${(spec?.completions ?? 0) - 1}`
  if (
    !old &&
    spec?.completionMode === 'Indexed' &&
    (spec.completions ?? 0) > 0 &&
    dns1123Label(last).length
  ) {
    errors.push(
      invalidValue(
        'metadata.name',
        metadata?.name,
        `will not able to create pod with invalid DNS label: ${last}`,
      ),
    )
  }
  const before = (old as V1Job | undefined)?.spec
  return before ? [...errors, ...validateUpdate(spec!, before)] : errors
}

const fixed = [
  'selector',
  'template',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
] as const

function validateUpdate(spec: V1JobSpec, old: V1JobSpec): FieldError[] {
  const immutable = (field: string, value: unknown) =>
    invalidValue(`spec.${field}`, value ?? null, 'field is immutable')
  return [
    ...(spec.completionMode !== 'Indexed' && spec.completions !== old.completions
      ? [immutable('completions', spec.completions)]
      : []),
    ...fixed
      .filter(field => !equal(spec[field], old[field]))
      .map(field =>
        immutable(field, field === 'template' ? internalPodTemplate(spec.template) : spec[field]),
      ),
  ]
}

const concurrency = ['Allow', 'Forbid', 'Replace']

/** batch/validation ValidateCronJobCreate and ValidateCronJobUpdate. */
export function validateCronJob(
  { metadata, spec }: V1CronJob,
  { old }: { old?: KubernetesObject },
): FieldError[] {
  const { schedule = '', timeZone, concurrencyPolicy = '', jobTemplate } = spec ?? {}
  const before = (old as V1CronJob | undefined)?.spec
  const inner = jobTemplate?.spec
  const path = 'spec.jobTemplate.spec'
  return [
    ...(schedule
      ? validateSchedule(schedule, before?.schedule, 'spec.schedule')
      : [required('spec.schedule')]),
    ...nonnegative(spec?.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...(before && before.timeZone === timeZone ? [] : validateTimeZone(timeZone, 'spec.timeZone')),
    ...(concurrency.includes(concurrencyPolicy)
      ? []
      : [notSupported('spec.concurrencyPolicy', concurrencyPolicy, concurrency)]),
    ...validateSpec(inner ?? {}, path),
    ...(inner?.selector
      ? [invalidValue(`${path}.selector`, inner.selector, '`selector` will be auto-generated')]
      : []),
    ...(inner?.manualSelector ? [notSupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
    ...nonnegative(spec?.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...nonnegative(spec?.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
    ...(!old && (metadata?.name ?? '').length > 52
      ? [invalidValue('metadata.name', metadata?.name, 'must be no more than 52 characters')]
      : []),
  ]
}
