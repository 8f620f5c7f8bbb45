'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '@/components/ui/text'

/** Keys that keyboards on a screen lack: what they are called, what stands on them and what they send. */
const keys: readonly { id: 'interrupt' | 'complete' | 'previous' | 'next'; cap: ReactNode; sends: string }[] =
  [
    { id: 'interrupt', cap: 'Ctrl-C', sends: '\x03' },
    { id: 'complete', cap: 'Tab', sends: '\t' },
    { id: 'previous', cap: <ArrowUp size={16} aria-hidden />, sends: '\x1b[A' },
    { id: 'next', cap: <ArrowDown size={16} aria-hidden />, sends: '\x1b[B' },
  ]

/** Seen where the pointer is a finger. */
export function TouchKeys({ onKey }: { onKey: (sends: string) => void }) {
  return (
    <fieldset className="touch-keys">
      <legend className="visually-hidden">{text('terminal.touch')}</legend>
      {keys.map(({ id, cap, sends }) => (
        <button
          key={id}
          type="button"
          className="button quiet small"
          aria-label={text(`terminal.touch.${id}`)}
          // The terminal keeps the focus, and with it the keyboard on the screen.
          onPointerDown={event => event.preventDefault()}
          onClick={() => onKey(sends)}
        >
          {cap}
        </button>
      ))}
    </fieldset>
  )
}
