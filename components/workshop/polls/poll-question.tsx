'use client'

import { useState } from 'react'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import type { ClassPoll } from '@/protocol/workshop'
import { PollResult } from './poll-result'
import { useVote } from './use-vote'

type PollQuestionProps = { workshop: string; seat: string; poll: ClassPoll }

/** What the class is asked: answered by one click, changed by another, until it is over; then the result, if it is shown. */
export function PollQuestion({ workshop, seat, poll }: PollQuestionProps) {
  const { choice: chosen, error, vote } = useVote(workshop, poll.number)
  const [read, setRead] = useState(0)
  const own = chosen ?? poll.votes[seat]
  if (read === poll.number || (!poll.open && !poll.shown)) return null
  return (
    <section className="poll" aria-label={text('workshop.poll')}>
      {poll.open ? (
        <fieldset>
          <legend>{poll.question}</legend>
          {poll.choices.map((choice, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
            <label key={index}>
              <input
                type="radio"
                name={`poll-${poll.number}`}
                checked={own === index}
                onChange={() => vote(index)}
              />
              {choice}
            </label>
          ))}
          <p role="status">
            {text(own === undefined ? 'workshop.poll.answer' : 'workshop.poll.answered.own')}
          </p>
        </fieldset>
      ) : (
        <>
          <p className="poll-question">{poll.question}</p>
          <PollResult poll={poll} told own={own} />
          <button type="button" className="button small" onClick={() => setRead(poll.number)}>
            {text('dismiss')}
          </button>
        </>
      )}
      <ActionError action={{ error }} />
    </section>
  )
}
