'use client'

import { Info } from 'lucide-react'
import { text } from '@/components/ui/text'
import type { TerminalNote } from './terminal-session'

type TerminalNotesProps = {
  note: TerminalNote
  namespace: string
  onDismiss: () => void
  /** Ends what runs. */
  onStop: () => void
}

const words = {
  silent: () => text('terminal.note.silent'),
  'no-resources': (namespace: string) => text('terminal.note.no-resources', { namespace }),
}

/** Says beside the terminal what its screen cannot: why nothing comes, where the objects are. */
export function TerminalNotes({ note, namespace, onDismiss, onStop }: TerminalNotesProps) {
  return (
    <div role="status" className="terminal-note">
      {note.note !== 'none' && (
        <div className="notice">
          <Info size={16} aria-hidden />
          <p>{words[note.note](namespace)}</p>
          {note.note === 'silent' && (
            <button type="button" className="button small" onClick={onStop}>
              {text('terminal.note.stop')}
            </button>
          )}
          <button type="button" className="button quiet small" onClick={onDismiss}>
            {text('dismiss')}
          </button>
        </div>
      )}
    </div>
  )
}
