'use client'

import { useState } from 'react'
import { askPoll } from '@/components/request/workshops'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import type { LessonQuestion } from '@/protocol'

type PollFormProps = { workshop: string; questions: readonly LessonQuestion[]; onAsked: () => void }

const most = 6
const empty = ['', '']

/** Asks the class a question: one that is written here, or one of the lessons. */
export function PollForm({ workshop, questions, onAsked }: PollFormProps) {
  const [question, setQuestion] = useState('')
  const [choices, setChoices] = useState<readonly string[]>(empty)
  const [right, setRight] = useState('')
  const take = (index: string) => {
    const taken = questions[Number(index)]
    if (index === '' || !taken) return
    setQuestion(taken.question)
    setChoices(taken.choices)
    setRight(taken.right === null ? '' : String(taken.right))
  }
  const ask = async () => {
    const isRight = right === '' ? null : Number(right)
    await askPoll(workshop, { question, choices: [...choices], right: isRight })
    setQuestion('')
    setChoices(empty)
    setRight('')
    onAsked()
  }
  return (
    <Form submit={text('workshop.poll.ask')} onSubmit={ask} wide>
      {questions.length > 0 && (
        <div className="form-field">
          <label htmlFor="poll-lesson">{text('workshop.poll.take')}</label>
          <select id="poll-lesson" className="field" value="" onChange={event => take(event.target.value)}>
            <option value="">–</option>
            {questions.map((one, index) => (
              <option key={`${one.lesson} ${one.question}`} value={index}>
                {one.lesson.slice(0, 2)}: {one.question}
              </option>
            ))}
          </select>
        </div>
      )}
      <Field
        label={text('workshop.poll.question')}
        value={question}
        onText={setQuestion}
        required
        maxLength={500}
      />
      <div className="poll-choices">
        {choices.map((choice, index) => (
          <Field
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
            key={index}
            label={text('workshop.poll.choice', { number: index + 1 })}
            value={choice}
            onText={value => setChoices(choices.with(index, value))}
            required
            maxLength={200}
          />
        ))}
      </div>
      <div className="form-actions">
        {choices.length < most && (
          <button type="button" className="button quiet small" onClick={() => setChoices([...choices, ''])}>
            {text('workshop.poll.more')}
          </button>
        )}
        {choices.length > 2 && (
          <button
            type="button"
            className="button quiet small"
            onClick={() => {
              setChoices(choices.slice(0, -1))
              if (Number(right) >= choices.length - 1) setRight('')
            }}
          >
            {text('workshop.poll.fewer')}
          </button>
        )}
      </div>
      <div className="form-field">
        <label htmlFor="poll-right">{text('workshop.poll.which')}</label>
        <select
          id="poll-right"
          className="field"
          value={right}
          onChange={event => setRight(event.target.value)}
        >
          <option value="">{text('workshop.poll.none-right')}</option>
          {choices.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
            <option key={index} value={index}>
              {text('workshop.poll.choice', { number: index + 1 })}
            </option>
          ))}
        </select>
      </div>
    </Form>
  )
}
