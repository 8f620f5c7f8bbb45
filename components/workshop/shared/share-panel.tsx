'use client'

import { useState } from 'react'
import { shareTerminal } from '@/components/request/workshops'
import { TerminalView } from '@/components/terminal/terminal-view'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { SharedTerminal } from './shared-terminal'

type SharePanelProps = {
  workshop: string
  /** Whose terminal is shared. */
  shared: string | null
  /** Who looks at this page. */
  me: string
}

/** Shows the class the instructor's own terminal, which is typed into here or on their own page of the course. */
export function SharePanel({ workshop, shared, me }: SharePanelProps) {
  const [sandbox, setSandbox] = useState<string | null>(null)
  const action = useAction()
  const share = (on: boolean) =>
    void action.run(async () => setSandbox((await shareTerminal(workshop, on)).sandbox))
  const mine = shared === me
  return (
    <section className="class-panel share-panel" aria-labelledby="share">
      <h2 id="share">{text('workshop.share')}</h2>
      <p>{text(mine ? 'workshop.share.on' : 'workshop.share.words')}</p>
      <p className="form-actions">
        {mine && !sandbox && (
          <button type="button" className="button small" onClick={() => share(true)}>
            {text('workshop.share.here')}
          </button>
        )}
        <button type="button" className="button small" aria-pressed={mine} onClick={() => share(!mine)}>
          {text(mine ? 'workshop.share.end' : 'workshop.share.begin')}
        </button>
      </p>
      <ActionError action={action} />
      {mine && sandbox && (
        <TerminalView
          path={`sandboxes/${sandbox}/terminals/main`}
          label={text('workshop.share.own')}
          typing
        />
      )}
      {shared !== null && !mine && <SharedTerminal workshop={workshop} />}
    </section>
  )
}
