import type { CoreV1Event, EventsV1Event, KubernetesObject } from '@kubernetes/client-node'
import type { Registration, View } from '../registration'
import { events } from './events'

/** events.k8s.io/v1 shows the core group's events in its own words: one store, two views. */
const view: View = {
  read(object) {
    const {
      involvedObject,
      message,
      source,
      firstTimestamp,
      lastTimestamp,
      count,
      reportingComponent,
      ...rest
    } = object as CoreV1Event
    const event: KubernetesObject & Record<string, unknown> = {
      ...rest,
      apiVersion: 'events.k8s.io/v1',
      regarding: involvedObject,
      note: message,
      deprecatedSource: source,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedCount: count,
      reportingController: reportingComponent,
    }
    return event
  },
  write(object) {
    const {
      regarding,
      note,
      deprecatedSource,
      deprecatedFirstTimestamp,
      deprecatedLastTimestamp,
      deprecatedCount,
      reportingController,
      ...rest
    } = object as EventsV1Event
    const event: KubernetesObject & Partial<CoreV1Event> = {
      ...rest,
      apiVersion: 'v1',
      involvedObject: regarding ?? {},
      message: note,
      source: deprecatedSource,
      firstTimestamp: deprecatedFirstTimestamp,
      lastTimestamp: deprecatedLastTimestamp,
      count: deprecatedCount,
      reportingComponent: reportingController ?? '',
      reportingInstance: rest.reportingInstance ?? '',
    }
    return event
  },
}

export const eventsV1: Registration = {
  ...events,
  group: 'events.k8s.io',
  columns: events.columns.map(column => ({
    ...column,
    cell: (event, now) => column.cell(view.write(event), now),
  })),
  view,
}
