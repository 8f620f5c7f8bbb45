'use client'

import { useEffect, useRef, useState } from 'react'
import { request } from '@/components/request/request'
import { askToAssist } from '@/components/request/workshops'
import { TerminalSession } from '@/components/terminal/terminal-session'
import type { XtermScreen } from '@/components/terminal/xterm-screen'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { SeatHelp } from '@/protocol'

type SeatTerminalProps = { workshop: string; seat: string; name: string; help: SeatHelp | undefined }

/** A participant's terminal as they see it; the instructor types in it while they are let. */
export function SeatTerminal({ workshop, seat, name, help }: SeatTerminalProps) {
  const host = useRef<HTMLDivElement>(null)
  const [screen, setScreen] = useState<XtermScreen>()
  const action = useAction()
  const granted = help?.assist?.granted ?? false

  useEffect(() => {
    let stopped = false
    let opened: XtermScreen | undefined
    const session = new TerminalSession(`workshops/${workshop}/seats/${seat}/terminals/main`, () =>
      request('GET', '/me').then(() => true),
    )
    import('@/components/terminal/xterm-screen').then(({ openXtermScreen }) => {
      if (stopped || !host.current) return
      opened = openXtermScreen(host.current, {
        session,
        screenReader: false,
        label: text('workshop.terminal.of', { name }),
        onManifest: () => {},
        onLeave: () => {},
      })
      opened.setReadOnly(true)
      setScreen(opened)
    }, console.error)
    return () => {
      stopped = true
      opened?.dispose()
    }
  }, [workshop, seat, name])
  useEffect(() => screen?.setReadOnly(!granted), [screen, granted])

  return (
    <div className="seat-terminal">
      <div className="seat-terminal-screen">
        <div ref={host} className="terminal-host" />
      </div>
      <p className="form-actions">
        <button
          type="button"
          className="button small"
          disabled={help?.assist != null}
          onClick={() => void action.run(() => askToAssist(workshop, seat))}
        >
          {text('workshop.assist.ask')}
        </button>
        <span role="status">
          {help?.assist && text(granted ? 'workshop.assist.granted' : 'workshop.assist.waiting', { name })}
        </span>
      </p>
      <ActionError action={action} />
    </div>
  )
}
