'use client'

import { askToAssist, endSeatAssist } from '@/components/request/workshops'
import { TerminalView } from '@/components/terminal/terminal-view'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { SeatHelp } from '@/protocol'

type SeatTerminalProps = { workshop: string; seat: string; name: string; help: SeatHelp | undefined }

/** A participant's terminal as they see it; the instructor types in it while they are let. */
export function SeatTerminal({ workshop, seat, name, help }: SeatTerminalProps) {
  const action = useAction()
  const assist = help?.assist ?? null
  return (
    <section className="class-panel" aria-labelledby="seat-terminal">
      <h2 id="seat-terminal">{text('workshop.terminal')}</h2>
      <TerminalView
        path={`workshops/${workshop}/seats/${seat}/terminals/main`}
        label={text('workshop.terminal.of', { name })}
        typing={assist?.granted ?? false}
      />
      <div className="form-actions">
        <button
          type="button"
          className="button small"
          onClick={() =>
            void action.run(() => (assist ? endSeatAssist(workshop, seat) : askToAssist(workshop, seat)))
          }
        >
          {text(
            !assist ? 'workshop.assist.ask' : assist.granted ? 'workshop.assist.end' : 'workshop.assist.back',
          )}
        </button>
        <span role="status">
          {assist && text(assist.granted ? 'workshop.assist.granted' : 'workshop.assist.waiting', { name })}
        </span>
      </div>
      <ActionError action={action} />
    </section>
  )
}
