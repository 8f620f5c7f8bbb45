/** What a viewer has typed and the server has not yet taken over; it outlives a reload of the page. */
export type UnsentInput = {
  viewer: string
  /** The number of the last input. */
  sequence: number
  pending: readonly { sequence: number; data: string }[]
}

const key = (terminal: string) => `netpol-lab.terminal.${terminal}`

export const newViewer = (): UnsentInput => ({
  viewer: Array.from(crypto.getRandomValues(new Uint8Array(12)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join(''),
  sequence: 0,
  pending: [],
})

/** Takes what the page left when it was unloaded. It is taken once: a duplicated tab must become a viewer of its own. */
export function takeUnsentInput(terminal: string, storage: Storage): UnsentInput {
  const stored = storage.getItem(key(terminal))
  storage.removeItem(key(terminal))
  if (!stored) return newViewer()
  try {
    return JSON.parse(stored) as UnsentInput
  } catch {
    return newViewer()
  }
}

export function leaveUnsentInput(terminal: string, storage: Storage, unsent: UnsentInput): void {
  try {
    storage.setItem(key(terminal), JSON.stringify(unsent))
  } catch {
    // Storage is full or forbidden: only input typed without a connection is lost, on a reload.
  }
}
