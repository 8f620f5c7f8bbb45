'use client'

import { useLive } from '@/components/live/live-context'
import { text } from '@/components/ui/text'

/** The state of the learner's cluster in two words. */
export function SandboxLight() {
  const connection = useLive(state => state.connection)
  const sandbox = useLive(state => state.sandbox?.state)
  const state =
    connection === 'open' ? (sandbox ?? 'preparing') : connection === 'connecting' ? 'preparing' : 'away'
  return (
    <p className="sandbox-light" data-state={state} role="status">
      <span aria-hidden className="sandbox-lamp" />
      <span className="wide-label">{text(`sandbox.light.${state}`)}</span>
    </p>
  )
}
