'use client'

import { useMemo } from 'react'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'
import { CountDown } from './attending/count-down'
import { Spotlight } from './attending/spotlight'
import { ConnectionLost } from './dashboard/connection-lost'
import { Distribution } from './dashboard/distribution'
import { Radar } from './dashboard/radar'
import { tasksOf } from './dashboard/tasks'
import { PollResult } from './polls/poll-result'
import { useClass, useNow } from './use-class'

/** The class for everybody to see: how far it is, which mistakes are made; the server sends no names here. */
export function Projector({ workshop, course }: { workshop: string; course: CourseOutline }) {
  const live = useClass(workshop, { nameless: true })
  const now = useNow(live.ahead)
  const tasks = useMemo(() => tasksOf(course), [course])
  const joined = Object.values(live.class.seats).filter(({ joinedAt }) => joinedAt !== null).length
  const { paused, polls, spotlight, timer } = live.class
  const poll = polls.at(-1)
  return (
    <>
      <ConnectionLost connection={live.connection} />
      <p className="class-size">
        {text('workshop.size', { joined, capacity: live.seats.size, online: live.online.size })}
      </p>
      {timer && (
        <p className="projector-timer">
          <CountDown timer={timer} now={now} />
        </p>
      )}
      <div role="status">{paused && <p className="notice warn">{text('workshop.paused')}</p>}</div>
      <Spotlight spotlight={spotlight} />
      {poll && (poll.open || poll.shown) && (
        <section className="class-panel" aria-label={text('workshop.poll')}>
          <p className="poll-question">{poll.question}</p>
          <PollResult poll={poll} told={poll.shown} />
        </section>
      )}
      <Distribution live={live} tasks={tasks} />
      <Radar live={live} now={now} />
    </>
  )
}
