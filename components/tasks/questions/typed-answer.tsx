'use client'

import { useId } from 'react'
import type { Task } from '@/components/tasks/use-tasks'
import { text } from '@/components/ui/text'
import type { Outcome } from '@/sandbox/exercise'

type TypedAnswerProps = {
  question: Task['typed'][number]
  answer: string
  /** What the last check found. */
  outcome: Outcome | undefined
  onAnswer: (answer: string) => void
}

/** A question that is answered by typing names, in whatever way one writes a list. */
export function TypedAnswer({ question, answer, outcome, onAnswer }: TypedAnswerProps) {
  const hint = useId()
  return (
    <div className="question" data-outcome={outcome}>
      <label>
        <span className="question-text">{question.question}</span>
        <input
          className="field"
          type="text"
          inputMode={question.kind === 'number' ? 'numeric' : 'text'}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          aria-describedby={hint}
          aria-invalid={outcome === 'failed'}
          value={answer}
          onChange={event => onAnswer(event.target.value)}
        />
      </label>
      <p id={hint} className="question-hint">
        {text(`tasks.typed.${question.kind}`)}
      </p>
    </div>
  )
}
