import type { V1ContainerState, V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import { humanDuration } from '../printing/duration'

/** What `kubectl get pods` shows of a pod's condition (pkg/printers/internalversion printPod). */
export type PodText = { ready: string; status: string; restarts: string }

const conditionIsTrue = ({ status }: V1Pod, wanted: string) =>
  status?.conditions?.some(({ type, status }) => type === wanted && status === 'True') ?? false

/** How a container ended, when nobody gave a reason. */
function ending({ terminated }: V1ContainerState): string {
  if (terminated?.reason) return terminated.reason
  return terminated?.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated?.exitCode}`
}

type Restarts = { count: number; last: number }

const counted = (statuses: readonly V1ContainerStatus[]): Restarts =>
  statuses.reduce<Restarts>(
    ({ count, last }, { restartCount, lastState }) => ({
      count: count + restartCount,
      last: Math.max(last, Date.parse(String(lastState?.terminated?.finishedAt ?? '')) || 0),
    }),
    { count: 0, last: 0 },
  )

/** The state of the init containers as a status, while one of them has not ended well. */
function initializing({ spec, status }: V1Pod, sidecars: ReadonlySet<string>): string | undefined {
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = container.state ?? {}
    if (terminated?.exitCode === 0) continue
    if (sidecars.has(container.name) && container.started) continue
    if (terminated) return `Init:${ending({ terminated })}`
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
    return `Init:${index}/${spec?.initContainers?.length ?? 0}`
  }
  return undefined
}

function running(pod: V1Pod, before: string): string {
  let status = before
  let failed = ''
  let oneRuns = false
  for (const { state = {}, ready } of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    if (state.waiting?.reason) status = state.waiting.reason
    else if (state.terminated) {
      status = ending(state)
      if (state.terminated.exitCode !== 0) failed = status
    } else if (ready && state.running) oneRuns = true
  }
  if (status !== 'Completed') return status
  if (oneRuns && conditionIsTrue(pod, 'Ready')) return 'Running'
  return failed || (oneRuns ? 'NotReady' : status)
}

export function podText(pod: V1Pod, now: number): PodText {
  const { spec, status, metadata } = pod
  const sidecars = new Set(
    (spec?.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  )
  const initStatuses = status?.initContainerStatuses ?? []
  const statuses = status?.containerStatuses ?? []
  const gated = status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  )
  let text = gated ? 'SchedulingGated' : status?.reason || status?.phase || ''
  let restarts = counted(initStatuses)
  const init = initializing(pod, sidecars)
  if (init) text = init
  let ready = initStatuses.filter(({ name, started, ready }) => sidecars.has(name) && started && ready).length
  if (!init || conditionIsTrue(pod, 'Initialized')) {
    restarts = counted([...initStatuses.filter(({ name }) => sidecars.has(name)), ...statuses])
    text = running(pod, text)
    ready += statuses.filter(({ ready, state }) => ready && state?.running).length
  }
  if (metadata?.deletionTimestamp) {
    if (status?.reason === 'NodeLost') text = 'Unknown'
    else if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') text = 'Terminating'
  }
  return {
    ready: `${ready}/${(spec?.containers?.length ?? 0) + sidecars.size}`,
    status: text,
    restarts:
      restarts.count && restarts.last
        ? `${restarts.count} (${humanDuration(now - restarts.last)} ago)`
        : String(restarts.count),
  }
}
