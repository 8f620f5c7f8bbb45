'use client'

import { Lightbulb } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { takeHint } from '@/components/request/learning'
import { text } from '@/components/ui/text'
import { useLessonPlace } from '@/components/workbench/workbench-context'

type HintsProps = { task: string; taken: number; hints: readonly ReactNode[] }

/** From a nudge to nearly the answer, one at a time. */
export function Hints({ task, taken, hints }: HintsProps) {
  const place = useLessonPlace()
  const [shown, setShown] = useState(taken)
  const next = shown + 1
  const more = () => {
    setShown(next)
    if (place) takeHint(place.course, place.lesson, task, next).catch(() => {})
  }
  return (
    <div className="hints">
      <ol aria-live="polite">
        {hints.slice(0, shown).map((hint, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hints have an order and nothing else
          <li key={index}>
            <h3>{text('tasks.hint', { number: index + 1 })}</h3>
            {hint}
          </li>
        ))}
      </ol>
      {shown < hints.length && (
        <button type="button" className="button quiet small" onClick={more}>
          <Lightbulb size={15} aria-hidden />
          {text(shown === 0 ? 'tasks.hint.first' : 'tasks.hint.next', { number: next, all: hints.length })}
        </button>
      )}
    </div>
  )
}
