'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { LiveProvider, useLive } from '@/components/live/live-context'
import { request } from '@/components/request/request'
import { text } from '@/components/ui/text'
import { PlaceProvider } from '@/components/workbench/workbench-context'
import type { CourseOutline, SeatCluster, SeatPlaces } from '@/protocol'
import { timeOnTask } from '@/protocol/workshop'
import { ConnectionLost } from '../dashboard/connection-lost'
import { ago, clock } from '../dashboard/duration'
import { HandRaised } from '../dashboard/hand-raised'
import { tasksOf } from '../dashboard/tasks'
import { useClass, useNow } from '../use-class'
import { SeatActions } from './seat-actions'
import { SeatCheck } from './seat-check'
import { SeatPolicies } from './seat-policies'
import { SeatTerminal } from './seat-terminal'

const ReachabilityPane = dynamic(
  () => import('@/components/reachability/reachability-pane').then(module => module.ReachabilityPane),
  { ssr: false, loading: () => <p className="pane-empty">{text('reachability.loading')}</p> },
)

type SeatViewProps = {
  workshop: string
  seat: string
  course: CourseOutline
  places: SeatPlaces
  cluster: SeatCluster
}

/** One participant as their instructor sees them: terminal, matrix and policies, live, and what helps. */
export function SeatView({ workshop, seat, course, places, cluster }: SeatViewProps) {
  const live = useClass(workshop)
  const now = useNow(live.ahead)
  const tasks = tasksOf(course)
  const place = live.seats.get(seat)
  const state = live.class.seats[seat]
  const name = place?.name ?? text('workshop.seat', { number: place?.number ?? 0 })
  const task = tasks.find(({ key }) => key === `${state?.lesson}/${state?.task}`)
  const done = task && state?.tasks[task.key]
  const actions = { workshop, seat, name, course, cluster: cluster === 'here' }
  return (
    <>
      <ConnectionLost connection={live.connection} />
      <h1>{name}</h1>
      <p className="class-size">
        <span className="presence" data-online={live.online.has(seat)} aria-hidden />
        {text(live.online.has(seat) ? 'workshop.here' : 'workshop.away')}
        {task && state && (
          <> · {text('workshop.seat.at', { task: task.name, time: clock(timeOnTask(state, now)) })}</>
        )}
        {done && <> · {text('workshop.seat.done', { attempts: done.attempts, hints: done.hints })}</>}
        {state?.lastAt != null && <> · {text('workshop.seat.last', { ago: ago(now - state.lastAt) })}</>}
      </p>
      <div role="status">
        {state?.hand != null && (
          <p className="notice warn">
            {text('workshop.seat.hand')}{' '}
            <HandRaised workshop={workshop} seat={seat} question={state.question} />
          </p>
        )}
      </div>
      {cluster !== 'here' ? (
        <>
          <p className="notice warn">{text(`workshop.cluster.${cluster}`, { name })}</p>
          <SeatActions {...actions} />
        </>
      ) : (
        <LiveProvider
          path={`workshops/${workshop}/seats/${seat}/live`}
          stillThere={() => request('GET', '/me').then(() => true)}
        >
          <div className="seat-view">
            <SeatTerminal workshop={workshop} seat={seat} name={name} help={live.help.get(seat)} />
            <InPlace places={places}>
              <section className="class-panel seat-matrix" aria-label={text('reachability.heading')}>
                <ReachabilityPane />
              </section>
              <SeatPolicies />
              <SeatCheck workshop={workshop} seat={seat} tasks={tasks} />
            </InPlace>
            <SeatActions {...actions} />
          </div>
        </LiveProvider>
      )}
    </>
  )
}

/** Where the open lesson is in the participant's cluster. */
function InPlace({ places, children }: { places: SeatPlaces; children: ReactNode }) {
  const lesson = useLive(state => state.sandbox?.lesson) ?? ''
  const task = useLive(state => state.sandbox?.task) ?? ''
  const { namespace = 'default', addresses = [], tasks = {} } = places[lesson] ?? {}
  const place = { sandbox: '', course: '', lesson, namespace: tasks[task] ?? namespace, addresses }
  return <PlaceProvider place={place}>{children}</PlaceProvider>
}
