import type { Invocation } from '../../../invocation'
import type { Pod } from '../../../pods/containers'
import { watchPod } from '../../../pods/watch-pod'
import { attachOrLogs, copyLogs } from '../attach-or-logs'

/** What is there to be looked into: a pod, and the container of it that is the debugger's. */
export type Debugged = { pod: Pod; container: string | undefined }

const aDay = 24 * 3_600_000

function stateOf({ status }: Pod, container: string) {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status ?? {}
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses]
  return all.find(({ name }) => name === container)?.state
}

/** Waits for the container and attaches to it; of one that has ended already the log is shown. */
export async function attachOrShow(invocation: Invocation, pod: Pod, container: string): Promise<void> {
  const { flags } = invocation
  const started = await watchPod(invocation, pod, aDay, async one => {
    const state = stateOf(one, container)
    if (state?.running || state?.terminated) return true
    const why = state?.waiting?.message
    if (why && !flags.bool('quiet')) await invocation.err(`Warning: container ${container}: ${why}\n`)
    return false
  })
  const hasEnded = stateOf(started, container)?.terminated !== undefined
  await (hasEnded ? copyLogs : attachOrLogs)(invocation, started, container)
}
