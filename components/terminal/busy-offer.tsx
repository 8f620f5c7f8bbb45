'use client'

import { text } from '@/components/ui/text'

type BusyOfferProps = { running: string | null; onStop: () => void; onDismiss: () => void }

/** A command was to be run while another runs: it would be typed into that one, so the learner decides. */
export function BusyOffer({ running, onStop, onDismiss }: BusyOfferProps) {
  return (
    <div role="alertdialog" aria-label={text('terminal.busy.title')} className="notice warn">
      <p>{running ? text('terminal.busy.text', { command: running }) : text('terminal.busy.free')}</p>
      <button
        type="button"
        className="button primary small"
        // biome-ignore lint/a11y/noAutofocus: it answers the button that the reader just pressed
        autoFocus
        onClick={onStop}
      >
        {running ? text('terminal.busy.stop') : text('terminal.busy.run')}
      </button>
      <button type="button" className="button quiet small" onClick={onDismiss}>
        {text('terminal.busy.not-now')}
      </button>
    </div>
  )
}
