import { createValve, type Valve } from './sockets/valve'

/** Connections of a plug-in that looks at every packet: open as long as the policies allow them. */
export interface OpenConnections {
  /** `isAllowed` is asked again after every change. */
  add(isAllowed: () => boolean): Valve
  /** Something that verdicts rest on has changed. Many changes at once are looked at once. */
  changed(): void
}

export function createOpenConnections(): OpenConnections {
  const connections = new Map<Valve, () => boolean>()
  let scheduled = false
  const review = () => {
    scheduled = false
    for (const [valve, isAllowed] of connections) {
      valve.set(isAllowed())
      if (valve.over && !valve.closed) connections.delete(valve)
    }
  }
  return {
    add(isAllowed) {
      const valve = createValve()
      connections.set(valve, isAllowed)
      return valve
    },
    changed() {
      if (scheduled || connections.size === 0) return
      scheduled = true
      queueMicrotask(review)
    },
  }
}
