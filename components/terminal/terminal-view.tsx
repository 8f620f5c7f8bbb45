'use client'

import { useEffect, useRef, useState } from 'react'
import { request } from '@/components/request/request'
import { TerminalSession } from './terminal-session'
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

  useEffect(() => {
    let stopped = false
    let opened: XtermScreen | undefined
    const session = new TerminalSession(path, () => request('GET', '/me').then(() => true))
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
      opened?.dispose()
    }
  }, [path, label])
  useEffect(() => screen?.setReadOnly(!typing), [screen, typing])

  return (
    <div className="terminal-view">
      <div ref={host} className="terminal-host" />
    </div>
  )
}
