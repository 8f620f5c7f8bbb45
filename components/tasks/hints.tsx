'use client'

import { Lightbulb } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '@/components/ui/text'

/** The hints that were taken, from a nudge to nearly the answer. */
export function Hints({ hints }: { hints: readonly ReactNode[] }) {
  return (
    <ol className="hints" aria-live="polite">
      {hints.map((hint, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hints have an order and nothing else
        <li key={index}>
          <h3>{text('tasks.hint', { number: index + 1 })}</h3>
          {hint}
        </li>
      ))}
    </ol>
  )
}

type HintButtonProps = { taken: number; all: number; onMore: () => void }

/** One hint more; nothing when all were taken. */
export function HintButton({ taken, all, onMore }: HintButtonProps) {
  if (taken >= all) return null
  return (
    <button type="button" className="button quiet" onClick={onMore}>
      <Lightbulb size={15} aria-hidden />
      {text(taken === 0 ? 'tasks.hint.first' : 'tasks.hint.next', { number: taken + 1, all })}
    </button>
  )
}
