import type { V1Pod } from '@kubernetes/client-node'
import type { MatrixPort, Message } from '../../netpol'
import type { Party } from '../proof/world'

/** Why a pod that is reached refuses: a container that does not run, or that says itself where it listens. */
export function notListening({ label, pod }: Party, { port, protocol }: MatrixPort): Message[] {
  if (!pod) return []
  const stopped = (pod.status?.containerStatuses ?? []).find(({ state }) => !state?.running)
  if (stopped) {
    const { waiting, terminated } = stopped.state ?? {}
    const reason = waiting?.reason ?? terminated?.reason ?? 'unknown'
    return [{ id: 'grader.not-listening.stopped', params: { pod: label, container: stopped.name, reason } }]
  }
  const declared = portsOf(pod, protocol)
  if (declared.length === 0 || declared.includes(port)) return []
  return [{ id: 'grader.not-listening.elsewhere', params: { pod: label, port, ports: declared.join(', ') } }]
}

const portsOf = ({ spec }: V1Pod, protocol: string): number[] =>
  (spec?.containers ?? [])
    .flatMap(({ ports }) => ports ?? [])
    .filter(one => (one.protocol ?? 'TCP') === protocol)
    .map(({ containerPort }) => containerPort)
