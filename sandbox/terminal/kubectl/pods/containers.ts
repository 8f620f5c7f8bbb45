import type { V1Container, V1Pod } from '@kubernetes/client-node'
import type { Invocation } from '../invocation'
import type { Wire } from '../object'

export type Pod = Wire<V1Pod>
export type Container = Wire<V1Container>

/** Regular, then init, then ephemeral containers of a pod. */
export function containerNames(pod: Pod): string[] {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {}
  return [
    ...containers.map(({ name }) => name),
    ...ephemeralContainers.map(({ name }) => `${name}`),
    ...initContainers.map(({ name }) => name),
  ]
}

/** As messages list them: `web, debug (ephem), setup (init)`. */
export function containerList(pod: Pod): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {}
  return [
    ...containers.map(({ name }) => name),
    ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
    ...initContainers.map(({ name }) => `${name} (init)`),
  ].join(', ')
}

/** The container named, or the pod's default one (said on stderr when there was a choice). */
export async function chooseContainer(
  invocation: Invocation,
  pod: Pod,
  named: string,
  { quiet = false }: { quiet?: boolean } = {},
): Promise<string> {
  const name = pod.metadata?.name ?? ''
  if (named) {
    if (containerNames(pod).includes(named)) return named
    throw new Error(`container ${named} is not valid for pod ${name} out of: ${containerList(pod)}`)
  }
  const annotated = pod.metadata?.annotations?.['kubectl.kubernetes.io/default-container']
  if (annotated) {
    if (containerNames(pod).includes(annotated)) return annotated
    await invocation.err(`Default container name ${JSON.stringify(annotated)} not found in pod ${name}\n`)
  }
  const first = pod.spec?.containers[0]?.name ?? ''
  if (containerNames(pod).length > 1 && !quiet) {
    await invocation.err(`Defaulted container ${JSON.stringify(first)} out of: ${containerList(pod)}\n`)
  }
  return first
}
