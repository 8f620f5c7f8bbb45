import type { V1CronJob, V1PodTemplateSpec } from '@kubernetes/client-node'
import { validatePodTemplate } from '../pods/validation'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'

/** A job's pods end: they cannot be restarted for ever (batch/validation, ValidateJobSpec). */
export function validateJobTemplate(template: V1PodTemplateSpec | undefined, field: string): FieldError[] {
  const restart = template?.spec?.restartPolicy ?? ''
  const ends = restart === 'OnFailure' || restart === 'Never'
  return [
    ...validatePodTemplate(template, field),
    ...(ends || (restart !== 'Always' && restart !== '')
      ? []
      : [required(`${field}.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')]),
  ]
}

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

/** What robfig/cron says of a schedule that it cannot read; undefined if it can. */
function scheduleProblem(schedule: string): string | undefined {
  const text = schedule.trim()
  if (text.startsWith('@')) {
    if (descriptors.includes(text) || text.startsWith('@every ')) return undefined
    return `unrecognized descriptor: ${text}`
  }
  const fields = text.split(/\s+/).filter(Boolean)
  return fields.length === 5
    ? undefined
    : `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`
}

const concurrency = ['Allow', 'Forbid', 'Replace']

/** batch/validation ValidateCronJobSpec. */
export function validateCronJob({ spec }: V1CronJob): FieldError[] {
  const { schedule = '', concurrencyPolicy = '', jobTemplate } = spec ?? {}
  const problem = scheduleProblem(schedule)
  return [
    ...(schedule === '' ? [required('spec.schedule')] : []),
    ...(schedule && problem ? [invalidValue('spec.schedule', schedule, problem)] : []),
    ...(concurrency.includes(concurrencyPolicy)
      ? []
      : [notSupported('spec.concurrencyPolicy', concurrencyPolicy, concurrency)]),
    ...validateJobTemplate(jobTemplate?.spec?.template, 'spec.jobTemplate.spec.template'),
  ]
}
