'use client'

import type { Ref } from 'react'
import { text } from '@/components/ui/text'

type EarlyInputProps = { ref: Ref<HTMLTextAreaElement>; label: string; failed: boolean }

/**
 * Stands where the terminal will be until its script is there. It is in the page that the server sends and takes the
 * focus at once, so that a learner who begins to type loses nothing; the terminal then gets what was typed.
 */
export function EarlyInput({ ref, label, failed }: EarlyInputProps) {
  return (
    <div className="terminal-early">
      <p aria-hidden={!failed} role={failed ? 'alert' : undefined}>
        {failed ? text('terminal.failed') : text('terminal.preparing')}
      </p>
      {!failed && (
        <textarea
          ref={ref}
          // biome-ignore lint/a11y/noAutofocus: who opens a lesson comes to type; nothing is hidden by it
          autoFocus
          aria-label={label}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
        />
      )}
    </div>
  )
}
