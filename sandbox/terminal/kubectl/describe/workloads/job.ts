import type { V1CronJob, V1Job } from '@kubernetes/client-node'
import { describeSelector } from '../../output/selector'
import { humanDuration } from '../../output/table'
import { as, controllerOf, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page, rfc1123 } from '../page'
import { describePodTemplate } from '../pod'

const orUnset = (value: unknown): string => (value === undefined ? '<unset>' : String(value))

export const describeJob: Describer = async description => {
  const job = as<V1Job>(description)
  const { metadata, spec, status } = job
  const page = new Page()
  const optional = (title: string, value: unknown) => {
    if (value !== undefined) page.field(title, String(value))
  }
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('Selector', describeSelector(spec?.selector))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  const controller = controllerOf(job)
  if (controller) page.field('Controlled By', controller)
  optional('Parallelism', spec?.parallelism)
  page.field('Completions', orUnset(spec?.completions))
  optional('Completion Mode', spec?.completionMode)
  optional('Suspend', spec?.suspend)
  optional('Backoff Limit', spec?.backoffLimit)
  optional('TTL Seconds After Finished', spec?.ttlSecondsAfterFinished)
  const { startTime, completionTime } = status ?? {}
  if (startTime) page.field('Start Time', rfc1123(startTime))
  if (completionTime) page.field('Completed At', rfc1123(completionTime))
  if (startTime && completionTime)
    page.field('Duration', humanDuration(Date.parse(completionTime) - Date.parse(startTime)))
  if (spec?.activeDeadlineSeconds !== undefined)
    page.field('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`)
  const ready = status?.ready === undefined ? '' : ` (${status.ready} Ready)`
  page.field(
    'Pods Statuses',
    `${status?.active ?? 0} Active${ready} / ${status?.succeeded ?? 0} Succeeded / ${status?.failed ?? 0} Failed`,
  )
  if (spec?.completionMode === 'Indexed')
    page.field('Completed Indexes', status?.completedIndexes || '<none>')
  describePodTemplate(page, spec?.template)
  await describeEvents(description, page)
  return page.toString()
}

export const describeCronJob: Describer = async description => {
  const { metadata, spec, status } = as<V1CronJob>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Schedule', spec?.schedule ?? '')
  page.field('Concurrency Policy', spec?.concurrencyPolicy ?? '')
  page.field('Suspend', spec?.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False')
  page.field('Time Zone', orUnset(spec?.timeZone))
  page.field('Successful Job History Limit', orUnset(spec?.successfulJobsHistoryLimit))
  page.field('Failed Job History Limit', orUnset(spec?.failedJobsHistoryLimit))
  const deadline = spec?.startingDeadlineSeconds
  page.field('Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`)
  const job = spec?.jobTemplate.spec
  page.field('Selector', job?.selector ? describeSelector(job.selector) : '<unset>')
  page.field('Parallelism', orUnset(job?.parallelism))
  page.field('Completions', orUnset(job?.completions))
  if (job?.activeDeadlineSeconds !== undefined)
    page.field('Active Deadline Seconds', `${job.activeDeadlineSeconds}s`)
  describePodTemplate(page, job?.template)
  page.field('Last Schedule Time', status?.lastScheduleTime ? rfc1123(status.lastScheduleTime) : '<unset>')
  page.field('Active Jobs', (status?.active ?? []).map(({ name }) => name).join(', ') || '<none>')
  await describeEvents(description, page)
  return page.toString()
}
