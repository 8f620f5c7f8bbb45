'use client'

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { LiveConnection } from './live-connection'
import { initialLiveState, type LiveState } from './live-state'

const Context = createContext<LiveConnection | null>(null)

type LiveProviderProps = {
  /** Below `/ws/`: of one's own sandbox, or of a seat that one may look at. */
  path: string
  /** Asked when there is no connection: is there still something to connect to? */
  stillThere: () => Promise<boolean>
  children: ReactNode
}

/** Holds the live connection of a sandbox for everything below. */
export function LiveProvider({ path, stillThere, children }: LiveProviderProps) {
  const [connection] = useState(() => new LiveConnection(path, stillThere))
  useEffect(() => connection.start(), [connection])
  return <Context value={connection}>{children}</Context>
}

/** For tests and previews: a state that stands still. */
export function StillLive({ state, children }: { state: LiveState; children: ReactNode }) {
  const still = { subscribe: () => () => {}, snapshot: () => state }
  return <Context value={still as unknown as LiveConnection}>{children}</Context>
}

const nothing = () => () => {}

/**
 * A part of the live state. `select` must answer the same value for the same state (a part of it, not a new object).
 * Outside a provider, as in a lesson read without a sandbox, it is the initial state.
 */
export function useLive<Part>(select: (state: LiveState) => Part): Part {
  const connection = use(Context)
  return useSyncExternalStore(
    connection?.subscribe ?? nothing,
    () => select(connection?.snapshot() ?? initialLiveState),
    () => select(initialLiveState),
  )
}

/** The state as it is now, for event handlers. */
export function useLiveSnapshot(): () => LiveState {
  const connection = use(Context)
  return () => connection?.snapshot() ?? initialLiveState
}
