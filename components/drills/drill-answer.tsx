import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { DrillPage, DrillResult } from '@/protocol'

type DrillAnswerProps = {
  drill: DrillPage
  answer: string
  result: DrillResult | undefined
  asking: boolean
  onAnswer: (answer: string) => void
  onSubmit: () => void
}

/** What happened to an option once the answer is known. */
function markOf(id: string, answer: string, result: DrillResult | undefined) {
  if (!result) return undefined
  if (id === result.rightOption) return 'right'
  return id === answer ? 'wrong' : undefined
}

/** Options to choose from, or a manifest to write. */
export function DrillAnswer({ drill, answer, result, asking, onAnswer, onSubmit }: DrillAnswerProps) {
  // A choice is made once; a manifest can be mended until it is right.
  const over = result !== undefined && (drill.options !== null || result.right)
  return (
    <form
      className="drill-answer"
      onSubmit={event => {
        event.preventDefault()
        if (!over) onSubmit()
      }}
    >
      {drill.options ? (
        <fieldset className="quiz" disabled={over}>
          <legend className="visually-hidden">{render(drill.question)}</legend>
          {drill.options.map(option => {
            const mark = markOf(option.id, answer, result)
            return (
              <label key={option.id} data-mark={mark}>
                <input
                  type="radio"
                  name="answer"
                  value={option.id}
                  checked={answer === option.id}
                  onChange={() => onAnswer(option.id)}
                />
                <span>{typeof option.text === 'string' ? option.text : render(option.text)}</span>
                {mark && <strong>{text(`drills.mark.${mark}`)}</strong>}
              </label>
            )
          })}
        </fieldset>
      ) : (
        <label className="drill-manifest">
          <span>{text('drills.manifest')}</span>
          <textarea
            rows={14}
            spellCheck={false}
            autoCapitalize="off"
            value={answer}
            onChange={event => onAnswer(event.target.value)}
          />
        </label>
      )}
      {!over && (
        <button type="submit" className="button primary" aria-disabled={asking || answer.trim() === ''}>
          {text('drills.answer')}
        </button>
      )}
    </form>
  )
}
