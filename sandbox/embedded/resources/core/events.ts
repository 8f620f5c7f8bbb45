import type { CoreV1Event } from '@kubernetes/client-node'
import { define } from '../define'
import { column, wide } from '../printing/columns'
import { ageOf } from '../printing/duration'
import { invalidValue } from '../validation/field-errors'

function lastSeen(
  { series, lastTimestamp, firstTimestamp, count = 1, eventTime }: CoreV1Event,
  now: number,
): string {
  const first = ageOf(firstTimestamp ?? eventTime, now)
  if (series) return `${ageOf(series.lastObservedTime, now)} (x${series.count} over ${first})`
  if (count > 1) return `${ageOf(lastTimestamp, now)} (x${count} over ${first})`
  return ageOf(lastTimestamp ?? firstTimestamp ?? eventTime, now)
}

const source = ({ source, reportingComponent, reportingInstance }: CoreV1Event) => {
  const component = source?.component || reportingComponent || ''
  const host = source?.host || reportingInstance
  return host ? `${component}, ${host}` : component
}

const involved = ({ involvedObject }: CoreV1Event) => involvedObject ?? {}

export const events = define<CoreV1Event>({
  group: '',
  kind: 'Event',
  name: 'events',
  shortNames: ['ev'],
  columns: [
    column('Last Seen', lastSeen),
    column('Type', ({ type }) => type ?? ''),
    column('Reason', ({ reason }) => reason ?? ''),
    column('Object', event => `${(involved(event).kind ?? '').toLowerCase()}/${involved(event).name ?? ''}`),
    wide('Subobject', event => involved(event).fieldPath ?? ''),
    wide('Source', source),
    column('Message', ({ message }) => (message ?? '').trim()),
    wide('First Seen', ({ firstTimestamp, eventTime }, now) => ageOf(firstTimestamp ?? eventTime, now)),
    wide('Count', ({ count }) => count || 1),
    { ...wide<CoreV1Event>('Name', ({ metadata }) => metadata?.name ?? ''), format: 'name' },
  ],
  fields: {
    'involvedObject.kind': event => involved(event).kind ?? '',
    'involvedObject.namespace': event => involved(event).namespace ?? '',
    'involvedObject.name': event => involved(event).name ?? '',
    'involvedObject.uid': event => involved(event).uid ?? '',
    'involvedObject.apiVersion': event => involved(event).apiVersion ?? '',
    'involvedObject.resourceVersion': event => involved(event).resourceVersion ?? '',
    'involvedObject.fieldPath': event => involved(event).fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || reportingComponent || '',
    type: ({ type }) => type ?? '',
  },
  validate: event =>
    (involved(event).namespace || 'default') === event.metadata.namespace
      ? []
      : [
          invalidValue(
            'involvedObject.namespace',
            involved(event).namespace ?? '',
            'does not match event.namespace',
          ),
        ],
})
