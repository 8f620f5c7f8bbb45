'use client'

import { type ReactNode, useMemo } from 'react'
import { text } from '@/components/ui/text'
import type { CourseOutline, Workshop } from '@/protocol'
import { useClass, useNow } from '../use-class'
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
  /** The join code, link and QR code, rendered on the server. */
  invitation: ReactNode
}

/** What the instructor sees of the class while it works. */
export function Dashboard({ workshop, course, invitation }: DashboardProps) {
  const live = useClass(workshop.id)
  const now = useNow(live.ahead)
  const tasks = useMemo(() => tasksOf(course), [course])
  const joined = Object.values(live.class.seats).filter(({ joinedAt }) => joinedAt !== null).length
  return (
    <>
      <ConnectionLost connection={live.connection} />
      <p className="class-size" role="status">
        {text('workshop.size', { joined, capacity: live.seats.size, online: live.online.size })}
      </p>
      <details className="invitation-details" open={joined === 0}>
        <summary>{text('workshop.invite')}</summary>
        {invitation}
      </details>
      <Preparation workshop={workshop.id} live={live} />
      <div className="class-attention">
        <StuckList workshop={workshop.id} live={live} now={now} tasks={tasks} />
        <Radar live={live} now={now} />
      </div>
      <Controls workshop={workshop.id} course={course} live={live} now={now} />
      <ParticipantsTable workshop={workshop.id} course={course} live={live} now={now} tasks={tasks} />
      <Distribution live={live} tasks={tasks} />
      <Settings workshop={workshop} />
      <p className="form-actions">
        <a
          className="button"
          href={`/api/v1/workshops/${workshop.id}/report.csv`}
          download={`${workshop.title}.csv`}
        >
          {text('workshop.report.csv')}
        </a>
        <a
          className="button"
          href={`/api/v1/workshops/${workshop.id}/report`}
          download={`${workshop.title}.json`}
        >
          {text('workshop.report.json')}
        </a>
      </p>
    </>
  )
}
