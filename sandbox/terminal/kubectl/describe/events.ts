import type { CoreV1Event } from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import type { Wire } from '../object'
import { type Description, listOf } from './describer'
import { type Page, since } from './page'

type Event = Wire<CoreV1Event>

/** Writes the events about the object; says `<none>` when there are none, nothing when they are not wanted. */
export async function describeEvents(description: Description, page: Page): Promise<void> {
  const { object, showEvents } = description
  if (!showEvents) return
  const selector = [
    `involvedObject.name=${object.metadata?.name}`,
    `involvedObject.namespace=${object.metadata?.namespace ?? ''}`,
    ...(object.kind === 'Pod' ? [] : [`involvedObject.kind=${object.kind}`]),
    `involvedObject.uid=${object.metadata?.uid}`,
  ].join(',')
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'events',
    namespace: object.metadata?.namespace,
  })
  let events: Event[]
  try {
    events = await listOf<CoreV1Event>(description, path, { fieldSelector: selector })
  } catch {
    return
  }
  if (events.length === 0) return page.line(0, 'Events:\t<none>')
  page.line(0, 'Events:')
  page.line(1, 'Type\tReason\tAge\tFrom\tMessage')
  page.line(1, '----\t------\t----\t----\t-------')
  const last = (event: Event) => event.lastTimestamp ?? event.eventTime ?? ''
  for (const event of events.sort((a, b) => (last(a) < last(b) ? -1 : last(a) > last(b) ? 1 : 0))) {
    const message = (event.message ?? '').trim()
    const where = event.involvedObject?.fieldPath
    page.line(
      1,
      [
        event.type ?? '',
        event.reason ?? '',
        interval(event),
        event.source?.component || event.reportingComponent || '',
        where ? `${where}: ${message}` : message,
      ].join('\t'),
    )
  }
}

/** `12s`, or `3s (x4 over 2m)` for one that happened again. */
function interval(event: Event): string {
  const first = since(event.eventTime ?? event.firstTimestamp)
  if (event.series) return `${since(event.series.lastObservedTime)} (x${event.series.count} over ${first})`
  return (event.count ?? 1) > 1 ? `${since(event.lastTimestamp)} (x${event.count} over ${first})` : first
}
