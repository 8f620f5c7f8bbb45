'use client'

import { Accessibility, Keyboard } from 'lucide-react'
import { type ReactNode, type Ref, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { text } from '@/components/ui/text'

type TerminalToolbarProps = {
  /** Where the focus goes when a reader leaves the terminal by keyboard. */
  ref: Ref<HTMLButtonElement>
  screenReader: boolean
  onScreenReader: (on: boolean) => void
  running: string | null
  /** The shells to choose from. */
  children: ReactNode
}

const keys = ['complete', 'interrupt', 'search', 'copy', 'paste', 'leave'] as const

export function TerminalToolbar(props: TerminalToolbarProps) {
  const { ref, screenReader, onScreenReader, running, children } = props
  const [help, setHelp] = useState(false)
  return (
    <div className="terminal-toolbar">
      {children}
      <p className="terminal-running">
        {running ? (
          text('terminal.running', { command: running })
        ) : (
          <span className="wide-label">{text('terminal.leave')}</span>
        )}
      </p>
      <button
        type="button"
        className="button quiet small"
        aria-pressed={screenReader}
        onClick={() => onScreenReader(!screenReader)}
      >
        <Accessibility size={15} aria-hidden />
        <span className="wide-only">{text('terminal.screen-reader')}</span>
        <span className="narrow-only visually-hidden">{text('terminal.screen-reader')}</span>
      </button>
      <button ref={ref} type="button" className="button quiet small" onClick={() => setHelp(true)}>
        <Keyboard size={15} aria-hidden />
        {text('terminal.keys')}
      </button>
      <Dialog open={help} title={text('terminal.keys.title')} onClose={() => setHelp(false)}>
        <dl className="key-list">
          {keys.map(key => (
            <div key={key}>
              <dt>{text(`terminal.keys.${key}`)}</dt>
              <dd>{text(`terminal.keys.${key}.what`)}</dd>
            </div>
          ))}
        </dl>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => setHelp(false)}>
            {text('close')}
          </button>
        </div>
      </Dialog>
    </div>
  )
}
