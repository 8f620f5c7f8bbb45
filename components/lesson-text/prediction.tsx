'use client'

import { useId, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { predict } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import { useLessonPlace } from '@/components/workbench/workbench-context'
import type { ExpectedEnd, MadePrediction } from '@/protocol'

const ends: readonly ExpectedEnd[] = ['connected', 'dropped', 'refused']

/** What a connection did, as one of the things that can be expected of it. */
const cameTrue = ({ expected, observed }: MadePrediction) =>
  observed === expected || (expected === 'refused' && observed === 'rejected')

/** `<Prediction />` in a lesson: what will the first probe do? Kept, never graded; nothing where there is no sandbox. */
export function Prediction() {
  const place = useLessonPlace()
  const asked = place?.prediction
  const told = useLive(state => state.prediction)
  const name = useId()
  const [sent, setSent] = useState<MadePrediction>()
  /** Until the server has taken it. */
  const [chosen, setChosen] = useState<ExpectedEnd>()
  const [error, setError] = useState<string>()
  if (!place || !asked) return null
  const made = (told?.lesson === place.lesson ? told.made : sent) ?? asked.made

  const choose = async (expected: ExpectedEnd) => {
    setError(undefined)
    setChosen(expected)
    try {
      setSent(await predict(place.sandbox, place.lesson, expected))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    } finally {
      setChosen(undefined)
    }
  }

  return (
    <section className="prediction" aria-label={text('prediction.label')}>
      <fieldset disabled={made?.observed != null}>
        <legend>{asked.question}</legend>
        <div className="prediction-choices">
          {ends.map(end => (
            <label key={end}>
              <input
                type="radio"
                name={name}
                checked={(chosen ?? made?.expected) === end}
                onChange={() => void choose(end)}
              />
              <span>{text(`prediction.expected.${end}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <p role="status" className="prediction-status">
        {made && !made.observed && text('prediction.kept')}
        {made?.observed && (
          <>
            <strong>{text(`prediction.observed.${made.observed}`)}</strong>{' '}
            {text(cameTrue(made) ? 'prediction.right' : 'prediction.wrong')} {asked.why}
          </>
        )}
      </p>
      {error && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
    </section>
  )
}
