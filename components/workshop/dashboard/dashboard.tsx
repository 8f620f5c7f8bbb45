'use client'

import Link from 'next/link'
import { type ReactNode, useMemo } from 'react'
import { text } from '@/components/ui/text'
import type { CourseOutline, LessonQuestion, Workshop } from '@/protocol'
import { PollDesk } from '../polls/poll-desk'
import { SharePanel } from '../shared/share-panel'
import { timesOf } from '../times'
import { useClass, useNow } from '../use-class'
import { BeginNow } from './begin-now'
import { ConnectionLost } from './connection-lost'
import { Controls } from './controls'
import { Distribution } from './distribution'
import { ParticipantsTable } from './participants-table'
import { Preparation } from './preparation'
import { Radar } from './radar'
import { Settings } from './settings'
import { StuckList } from './stuck-list'
import { tasksOf } from './tasks'

type DashboardProps = {
  workshop: Workshop
  course: CourseOutline
  /** The quiz questions of its lessons. */
  questions: readonly LessonQuestion[]
  /** Where its clusters can come from. */
  providers: readonly Workshop['provider'][]
  /** The join code, link and QR code, rendered on the server. */
  invitation: ReactNode
  /** Who looks. */
  me: string
}

/** What the instructor sees of the class while it works: who needs them and what goes wrong beside who is where. */
export function Dashboard({ workshop, course, questions, providers, invitation, me }: DashboardProps) {
  const live = useClass(workshop.id)
  const clock = useNow(live.ahead)
  const tasks = useMemo(() => tasksOf(course), [course])
  const isKnown = live.seats.size > 0
  const joined = Object.values(live.class.seats).filter(({ joinedAt }) => joinedAt !== null).length
  const { id } = workshop
  const { startsAt, endsAt } = timesOf(workshop, live.class)
  const over = endsAt !== null && endsAt <= clock
  // From the end on no time is spent on anything.
  const now = over ? endsAt : clock
  return (
    <>
      <ConnectionLost connection={live.connection} />
      <p className="class-size" role="status">
        {text('workshop.size', {
          joined: isKnown ? joined : workshop.joined,
          capacity: isKnown ? live.seats.size : workshop.capacity,
          online: live.online.size,
        })}
      </p>
      <BeginNow workshop={id} startsAt={startsAt} now={clock} />
      {over && (
        <p className="notice">
          <span>{text('workshop.over')}</span>
          <Link href={`/workshops/${id}/report`} className="button small" prefetch={false}>
            {text('workshop.report')}
          </Link>
        </p>
      )}
      <details className="class-panel" open={isKnown ? joined === 0 : workshop.joined === 0}>
        <summary>{text('workshop.invite.code', { code: workshop.code })}</summary>
        {invitation}
        <p>{text(`workshop.provider.${workshop.provider}`)}</p>
        <Preparation workshop={id} capacity={workshop.capacity} live={live} />
      </details>
      <div className="class-columns">
        <div className="class-main">
          <ParticipantsTable workshop={id} live={live} now={now} tasks={tasks} />
          <Distribution live={live} tasks={tasks} />
          <SharePanel workshop={id} shared={live.class.shared} me={me} />
        </div>
        <div className="class-side">
          <StuckList workshop={id} live={live} now={now} tasks={tasks} />
          <Radar workshop={id} live={live} now={now} />
          <Controls workshop={id} course={course} live={live} now={now} />
          <PollDesk workshop={id} live={live} joined={joined} questions={questions} />
        </div>
      </div>
      <Settings workshop={workshop} providers={providers} me={me} />
    </>
  )
}
