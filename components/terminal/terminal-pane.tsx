'use client'

import { useCallback, useRef, useState } from 'react'
import { useLessonPlace } from '@/components/workbench/workbench-context'
import { type ShellHandle, ShellScreen } from './shells/shell-screen'
import { ShellTabs } from './shells/shell-tabs'
import { useShells } from './shells/use-shells'
import { TerminalToolbar } from './terminal-toolbar'
import { useScreenReaderMode } from './use-screen-reader-mode'

/** The learner's terminal: one shell, or several beside each other. One that is not seen goes on. */
export function TerminalPane() {
  const sandbox = useLessonPlace()?.sandbox
  const { shells, current, select, open, close } = useShells(sandbox)
  const leave = useRef<HTMLButtonElement>(null)
  const shown = useRef<ShellHandle>(null)
  const [running, setRunning] = useState<string | null>(null)
  const [screenReader, setScreenReader] = useScreenReaderMode()
  const toLeave = useCallback(() => leave.current?.focus(), [])
  const ignore = useCallback(() => {}, [])
  // After the shell that was asked for is the one that is shown.
  const focusShown = () => requestAnimationFrame(() => shown.current?.focus())

  return (
    <div className="terminal-pane">
      <TerminalToolbar
        ref={leave}
        screenReader={screenReader}
        onScreenReader={setScreenReader}
        running={running}
      >
        <ShellTabs
          shells={shells}
          current={current}
          onSelect={select}
          onPick={focusShown}
          onOpen={() => {
            open()
            focusShown()
          }}
          onClose={shell => {
            close(shell)
            focusShown()
          }}
        />
      </TerminalToolbar>
      {sandbox &&
        shells.map(shell => (
          <ShellScreen
            key={shell}
            ref={shell === current ? shown : null}
            sandbox={sandbox}
            shell={shell}
            current={shell === current}
            tabbed={shells.length > 1}
            screenReader={screenReader}
            onLeave={toLeave}
            onRunning={shell === current ? setRunning : ignore}
          />
        ))}
    </div>
  )
}
