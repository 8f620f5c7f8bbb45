import type { FlowLog, SeenFlow } from '../../provider'

/** How many flows are held. */
const held = 1_000

export interface FlowRecorder extends FlowLog {
  record(flow: Omit<SeenFlow, 'sequence' | 'time'>): void
}

/** The last 1,000 flows of a cluster, numbered from 1. */
export function createFlowLog(now: () => number = Date.now): FlowRecorder {
  const flows: SeenFlow[] = []
  const listeners = new Set<(flow: SeenFlow) => void>()
  let sequence = 0
  return {
    record(flow) {
      const seen: SeenFlow = { sequence: ++sequence, time: now(), ...flow }
      flows.push(seen)
      if (flows.length > held) flows.shift()
      for (const listener of listeners) listener(seen)
    },
    since: after => flows.filter(flow => flow.sequence > after),
    watch(listener) {
      listeners.add(listener)
      return { dispose: () => listeners.delete(listener) }
    },
  }
}
