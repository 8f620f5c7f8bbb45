'use client'

import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline, OwnSeat } from '@/protocol'
import { PollQuestion } from '../polls/poll-question'
import { SharedTerminal } from '../shared/shared-terminal'
import { timesOf } from '../times'
import { useClass, useNow } from '../use-class'
import { CountDown } from './count-down'
import { EndNotice } from './end-notice'
import { HandButton } from './hand-button'
import { HelpNotice } from './help-notice'
import { PaceNotice } from './pace-notice'
import { SaidMessages } from './said-messages'
import { Spotlight } from './spotlight'
import { StartNotice } from './start-notice'
import { useFollow } from './use-follow'

type ParticipantBarProps = {
  seat: Omit<OwnSeat, 'sandbox'>
  course: CourseOutline
  /** The lesson of this page, if it is one. */
  lesson?: string
}

/**
 * Where a participant is, above the lesson: what the instructor says, the count-down, the hand. While it is there the
 * instructor sees that they are.
 */
export function ParticipantBar({ seat, course, lesson }: ParticipantBarProps) {
  const live = useClass(seat.workshop)
  const now = useNow(live.ahead)
  const { pace, timer, paused, messages, seats, spotlight, shared, polls } = live.class
  const poll = polls.at(-1)
  const { startsAt, endsAt } = timesOf(seat, live.class)
  const over = endsAt !== null && endsAt <= now
  useFollow({ workshop: seat.workshop, course, pace, known: live.seats.size > 0, here: lesson })
  return (
    <aside className="participant" aria-label={text('workshop.bar')}>
      <div className="participant-bar">
        <Link href={course.base} prefetch={false}>
          {seat.title}
        </Link>
        <span>{text('workshop.bar.name', { name: seat.name })}</span>
        {timer && !over && <CountDown timer={timer} now={now} />}
        {!over && <HandButton workshop={seat.workshop} raised={seats[seat.seat]?.hand != null} />}
      </div>
      <EndNotice endsAt={endsAt} now={now} course={course.slug} />
      {!over && (
        <>
          <div role="status">{paused && <p className="notice warn">{text('workshop.paused')}</p>}</div>
          <HelpNotice workshop={seat.workshop} help={live.help.get(seat.seat)} />
          <StartNotice startsAt={startsAt} now={now} />
          <PaceNotice course={course} pace={pace} here={lesson} />
          <Spotlight spotlight={spotlight} />
          {poll && <PollQuestion workshop={seat.workshop} seat={seat.seat} poll={poll} />}
          {shared !== null && <SharedTerminal workshop={seat.workshop} />}
          <SaidMessages workshop={seat.workshop} messages={messages} course={course} />
        </>
      )}
    </aside>
  )
}
