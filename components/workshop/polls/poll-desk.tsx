'use client'

import { useRef } from 'react'
import { endPoll } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { LessonQuestion } from '@/protocol'
import type { ClassLive } from '../class-live'
import { PollForm } from './poll-form'
import { PollResult } from './poll-result'

type PollDeskProps = {
  workshop: string
  live: ClassLive
  joined: number
  questions: readonly LessonQuestion[]
}

/** Questions to the class: the one that is asked with what is answered so far, and the next. */
export function PollDesk({ workshop, live, joined, questions }: PollDeskProps) {
  const poll = live.class.polls.at(-1)
  const action = useAction()
  const next = useRef<HTMLElement>(null)
  const end = (number: number, shown: boolean) => void action.run(() => endPoll(workshop, number, shown))
  return (
    <section className="class-panel" aria-labelledby="poll">
      <h2 id="poll">{text('workshop.poll.desk')}</h2>
      {poll && (
        <div className="poll-now">
          <p className="poll-question">{poll.question}</p>
          <PollResult poll={poll} told />
          <p>
            {text('workshop.poll.answered', { count: Object.keys(poll.votes).length, joined })}{' '}
            {text(
              poll.open ? 'workshop.poll.open' : poll.shown ? 'workshop.poll.shown' : 'workshop.poll.over',
            )}
          </p>
          <div className="form-actions">
            {poll.open && (
              <button type="button" className="button small" onClick={() => end(poll.number, false)}>
                {text('workshop.poll.end')}
              </button>
            )}
            {!poll.shown && (
              <button type="button" className="button small" onClick={() => end(poll.number, true)}>
                {text('workshop.poll.show')}
              </button>
            )}
          </div>
          <ActionError action={action} />
        </div>
      )}
      <details open={poll === undefined && questions.length > 0}>
        <summary ref={next}>{text('workshop.poll.new')}</summary>
        {/* The form may close over what had the focus. */}
        <PollForm workshop={workshop} questions={questions} onAsked={() => next.current?.focus()} />
      </details>
    </section>
  )
}
