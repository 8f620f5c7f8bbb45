'use client'

import { useEffect, useRef, useState } from 'react'
import { request } from '@/components/request/request'
import { text } from '@/components/ui/text'
import { TerminalSession, type TerminalSessionState } from './terminal-session'
import type { XtermScreen } from './xterm-screen'

type TerminalViewProps = {
  /** Below `/ws/`: `workshops/<id>/shared`. */
  path: string
  label: string
  /** Whether keys are taken. */
  typing?: boolean
}

/** A terminal of somebody else, or one's own beside other things: the screen alone. */
export function TerminalView({ path, label, typing = false }: TerminalViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const [screen, setScreen] = useState<XtermScreen>()
  const [state, setState] = useState<Pick<TerminalSessionState, 'connection' | 'refused'>>()

  useEffect(() => {
    let stopped = false
    let opened: XtermScreen | undefined
    const session = new TerminalSession(path, () => request('GET', '/me').then(() => true))
    const following = session.subscribe(() => setState(session.snapshot()))
    import('./xterm-screen').then(({ openXtermScreen }) => {
      if (stopped || !host.current) return
      opened = openXtermScreen(host.current, {
        session,
        label,
        screenReader: false,
        onManifest: () => {},
        onLeave: () => {},
      })
      opened.setReadOnly(true)
      setScreen(opened)
    }, console.error)
    return () => {
      stopped = true
      following()
      opened?.dispose()
    }
  }, [path, label])
  useEffect(() => screen?.setReadOnly(!typing), [screen, typing])

  const { connection, refused = null } = state ?? {}
  return (
    <div className="terminal-view" data-gone={connection === 'gone'}>
      <div role="status">
        {connection === 'reconnecting' && <p className="notice warn">{text('terminal.view.reconnecting')}</p>}
        {connection === 'gone' && <p className="notice warn">{refused ?? text('terminal.gone')}</p>}
      </div>
      <div ref={host} className="terminal-host" hidden={connection === 'gone'} />
    </div>
  )
}
