'use client'

import { type Ref, useEffect, useImperativeHandle, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { sandboxExists } from '@/components/request/sandbox'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { BusyOffer } from '../busy-offer'
import { ConnectionNotice } from '../connection-notice'
import { EarlyInput } from '../early-input'
import { PasteOffer } from '../paste/paste-offer'
import { TerminalNotes } from '../terminal-notes'
import { TerminalSession, type TerminalSessionState } from '../terminal-session'
import { TouchKeys } from '../touch-keys'
import type { XtermScreen } from '../xterm-screen'
import { shellLabel } from './shell-tabs'

export type ShellHandle = { focus: () => void }

type ShellScreenProps = {
  ref: Ref<ShellHandle>
  sandbox: string
  shell: string
  /** Whether it is the one that is seen; what the page types goes there. */
  current: boolean
  /** Whether there are tabs to choose it by. */
  tabbed: boolean
  screenReader: boolean
  /** The reader wants out by keyboard. */
  onLeave: () => void
  onRunning: (command: string | null) => void
}

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

/** What makes it a tab's panel. */
const panelOf = (shell: string) => ({ role: 'tabpanel', 'aria-labelledby': `shell-tab-${shell}` })

/** One shell on its screen. Keys typed before it is there are kept by `EarlyInput` and typed when it is. */
export function ShellScreen(props: ShellScreenProps) {
  const { ref, sandbox, shell, current, tabbed, screenReader, onLeave, onRunning } = props
  const place = useLessonPlace()
  const workbench = useWorkbench()
  const host = useRef<HTMLDivElement>(null)
  const early = useRef<HTMLTextAreaElement>(null)
  const [session, setSession] = useState<TerminalSession>()
  const [screen, setScreen] = useState<XtermScreen>()
  const [manifest, setManifest] = useState<string>()
  const [held, setHeld] = useState<string>()
  const [failed, setFailed] = useState(false)
  const latest = useRef({ screenReader, onLeave })
  latest.current = { screenReader, onLeave }
  const state = useSyncExternalStore(
    session?.subscribe ?? nothing,
    () => session?.snapshot() ?? idle,
    () => idle,
  )
  useImperativeHandle(ref, () => ({ focus: () => (screen ?? early.current)?.focus() }), [screen])

  useEffect(() => {
    let stopped = false
    let opened: XtermScreen | undefined
    const made = new TerminalSession(`sandboxes/${sandbox}/terminals/${shell}`, () => sandboxExists(sandbox))
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
    import('../xterm-screen').then(
      ({ openXtermScreen }) => {
        if (stopped || !host.current) return
        opened = openXtermScreen(host.current, {
          session: made,
          screenReader: latest.current.screenReader,
          label: shellLabel(shell),
          onManifest: setManifest,
          onLeave: () => latest.current.onLeave(),
        })
        const typed = early.current?.value ?? ''
        const focused = document.activeElement === early.current
        if (typed) made.input(typed.replaceAll('\n', '\r'))
        // At once, so that no key and no reader ever meets two inputs of one terminal.
        flushSync(() => {
          setSession(made)
          setScreen(opened)
        })
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
  }, [sandbox, shell, workbench])

  useEffect(() => screen?.setScreenReader(screenReader), [screen, screenReader])
  useEffect(() => onRunning(state.running), [onRunning, state.running])

  useEffect(() => {
    if (!current || !screen || !session) return
    return workbench?.terminal.take(({ command, run }) => {
      if (session.snapshot().running !== null) return setHeld(command)
      screen.type(command, run)
      screen.focus()
    })
  }, [workbench, screen, session, current])

  return (
    <div id={`shell-${shell}`} className="shell" hidden={!current} {...(tabbed && panelOf(shell))}>
      <div className="terminal-screen">
        <div ref={host} className="terminal-host" />
        {!screen && <EarlyInput ref={early} label={shellLabel(shell)} failed={failed} />}
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
        onStop={() => {
          session?.input('\x03')
          screen?.focus()
        }}
      />
      <ConnectionNotice connection={state.connection} refused={state.refused} />
      {session && <TouchKeys onKey={key => session.input(key)} />}
    </div>
  )
}
