import { randomBytes } from 'node:crypto'
import { badRequest, failure, internalError } from '../api/status'
import type { NetworkNamespace } from '../network/stack'
import { CannotExecute } from './container/executable'
import type { ContainerWorker } from './container-worker'
import type { Kubelet } from './kubelet'
import type { PodWorker } from './pod-worker'

type Target = { namespace: string; pod: string; container: string }

/** The kubelet's server: streams of the containers of the pods that `find` finds. */
export function createKubelet(
  find: (namespace: string, name: string) => PodWorker | undefined,
  controlPlane: () => NetworkNamespace,
): Kubelet {
  const workerOf = ({ namespace, pod, container }: Target) => find(namespace, pod)?.worker(container)

  const running = (target: Target) => {
    const container = workerOf(target)?.container
    if (!container)
      throw failure(
        500,
        'InternalError',
        `unable to upgrade connection: container not found ("${target.container}")`,
      )
    return container
  }

  return {
    async exec(target, command, streams) {
      try {
        return await running(target).exec(command, streams)
      } catch (error) {
        if (!(error instanceof CannotExecute)) throw error
        // Once by the kubelet, once by the API server that passes it on.
        throw internalError(
          `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${randomBytes(32).toString('hex')}": OCI runtime exec failed: exec failed: unable to start container process: ${error.message}`,
        )
      }
    },
    attach(target, streams) {
      const worker = workerOf(target)
      const ended = worker?.latest
      // Who comes a moment too late for a short program finds its streams closed, not an error.
      const container = worker?.container ?? ended ?? running(target)
      const session = container.attach(streams)
      worker?.attached()
      return session
    },
    async logs(target, options, output) {
      const worker = workerOf(target)
      if (!worker) throw badRequest(`container "${target.container}" in pod "${target.pod}" is not available`)
      const chosen = target.previous ? worker.previous : worker.latest
      if (!chosen) throw badRequest(whyNoLog(worker, target))
      await chosen.log.print(options, output)
    },
    async forward({ namespace, pod }, port) {
      const network = find(namespace, pod)?.network
      if (!network)
        throw badRequest(`unable to forward port because pod is not running. Current status=Pending`)
      return dialFrom(network, { ip: '127.0.0.1', port })
    },
    dial: (to, signal) => dialFrom(controlPlane(), to, signal),
  }
}

async function dialFrom(network: NetworkNamespace, to: { ip: string; port: number }, signal?: AbortSignal) {
  const sockets = network.open({ probe: false })
  try {
    const { input, output } = await sockets.connect(to, { ...(signal && { signal }) })
    return { input, output, close: () => sockets.dispose() }
  } catch (error) {
    sockets.dispose()
    throw error
  }
}

/** kubelet, validateContainerLogStatus. */
function whyNoLog(
  worker: ContainerWorker,
  { pod, container, previous }: Target & { previous?: boolean },
): string {
  if (previous) return `previous terminated container "${container}" in pod "${pod}" not found`
  const reason = worker.view.state.waiting?.reason
  const about = `container "${container}" in pod "${pod}" is waiting to start`
  if (reason === 'ErrImagePull') return `${about}: image can't be pulled`
  if (reason === 'ImagePullBackOff') return `${about}: trying and failing to pull image`
  return reason ? `${about}: ${reason}` : `${about} - no logs yet`
}
