'use client'

import { useState } from 'react'
import { TerminalView } from '@/components/terminal/terminal-view'
import { text } from '@/components/ui/text'

/** The instructor's terminal, to be watched or put away. */
export function SharedTerminal({ workshop }: { workshop: string }) {
  const [hidden, setHidden] = useState(false)
  return (
    <section className="shared-terminal" aria-label={text('workshop.shared')}>
      <p>
        {text('workshop.shared.words')}
        <button
          type="button"
          className="button small"
          aria-expanded={!hidden}
          onClick={() => setHidden(!hidden)}
        >
          {text(hidden ? 'workshop.shared.unhide' : 'workshop.shared.hide')}
        </button>
      </p>
      {!hidden && <TerminalView path={`workshops/${workshop}/shared`} label={text('workshop.shared')} />}
    </section>
  )
}
