'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { sandboxExists } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { BusyOffer } from './busy-offer'
import { ConnectionNotice } from './connection-notice'
import { EarlyInput } from './early-input'
import { PasteOffer } from './paste-offer'
import { TerminalNotes } from './terminal-notes'
import { TerminalSession, type TerminalSessionState } from './terminal-session'
import { TerminalToolbar } from './terminal-toolbar'
import { useScreenReaderMode } from './use-screen-reader-mode'
import type { XtermScreen } from './xterm-screen'

const idle: TerminalSessionState = {
  connection: 'connecting',
  running: null,
  note: { note: 'none', params: {} },
  refused: null,
}
const nothing = () => () => {}

/** Aborted when what runs in the terminal now has ended. */
function untilIdle(session: TerminalSession): AbortSignal {
  const ended = new AbortController()
  let before = session.snapshot().running
  const stop = session.subscribe(() => {
    const { running } = session.snapshot()
    const over = before !== null && running === null
    before = running
    if (!over) return
    stop()
    ended.abort()
  })
  return ended.signal
}

/** The learner's terminal. Keys typed before it is there are kept by `EarlyInput` and typed when it is. */
export function TerminalPane() {
  const place = useLessonPlace()
  const workbench = useWorkbench()
  const sandbox = place?.sandbox
  const host = useRef<HTMLDivElement>(null)
  const early = useRef<HTMLTextAreaElement>(null)
  const leave = useRef<HTMLButtonElement>(null)
  const [session, setSession] = useState<TerminalSession>()
  const [screen, setScreen] = useState<XtermScreen>()
  const [manifest, setManifest] = useState<string>()
  const [held, setHeld] = useState<string>()
  const [failed, setFailed] = useState(false)
  const [screenReader, setScreenReader] = useScreenReaderMode()
  const initialScreenReader = useRef(screenReader)
  initialScreenReader.current = screenReader
  const state = useSyncExternalStore(
    session?.subscribe ?? nothing,
    () => session?.snapshot() ?? idle,
    () => idle,
  )

  useEffect(() => {
    if (!sandbox) return
    let stopped = false
    let opened: XtermScreen | undefined
    const made = new TerminalSession(sandbox, () => sandboxExists(sandbox))
    made.onEdit = ({ edit, path, text: content }) =>
      workbench?.open({
        path,
        text: content,
        waiting: {
          finish: saved => {
            made.edited(edit, saved)
            workbench.show('terminal')
            opened?.focus()
          },
          over: untilIdle(made),
        },
      })
    import('./xterm-screen').then(
      ({ openXtermScreen }) => {
        if (stopped || !host.current) return
        opened = openXtermScreen(host.current, {
          session: made,
          screenReader: initialScreenReader.current,
          label: text('terminal.label'),
          onManifest: setManifest,
          onLeave: () => leave.current?.focus(),
        })
        const typed = early.current?.value ?? ''
        const focused = document.activeElement === early.current
        if (typed) made.input(typed.replaceAll('\n', '\r'))
        setSession(made)
        setScreen(opened)
        if (focused) opened.focus()
      },
      () => setFailed(true),
    )
    return () => {
      stopped = true
      opened?.dispose()
      setSession(undefined)
      setScreen(undefined)
    }
  }, [sandbox, workbench])

  useEffect(() => screen?.setScreenReader(screenReader), [screen, screenReader])

  useEffect(() => {
    if (!screen || !session) return
    return workbench?.terminal.take(({ command, run }) => {
      if (session.snapshot().running !== null) return setHeld(command)
      screen.type(command, run)
      screen.focus()
    })
  }, [workbench, screen, session])

  return (
    <div className="terminal-pane">
      <TerminalToolbar
        ref={leave}
        screenReader={screenReader}
        onScreenReader={setScreenReader}
        running={state.running}
      />
      <div className="terminal-screen">
        <div ref={host} className="terminal-host" />
        {!screen && <EarlyInput ref={early} failed={failed} />}
      </div>
      {manifest !== undefined && (
        <PasteOffer
          manifest={manifest}
          onDone={() => {
            setManifest(undefined)
            screen?.focus()
          }}
          onApply={command => screen?.type(command, true)}
          onPaste={pasted => screen?.type(pasted, false)}
        />
      )}
      {held !== undefined && (
        <BusyOffer
          running={state.running}
          onStop={() => {
            session?.input('\x03')
            setHeld(undefined)
            screen?.type(held, true)
            screen?.focus()
          }}
          onDismiss={() => setHeld(undefined)}
        />
      )}
      <TerminalNotes
        note={state.note}
        namespace={place?.namespace ?? ''}
        onDismiss={() => session?.dismissNote()}
      />
      <ConnectionNotice connection={state.connection} refused={state.refused} />
    </div>
  )
}
