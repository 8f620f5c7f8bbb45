import type { V1Container, V1EphemeralContainer, V1LifecycleHandler } from '@kubernetes/client-node'
import type { NetworkNamespace } from '../../network/stack'
import type { Container } from '../container/container'
import type { NodeContext } from '../node/node-context'
import { probeOnce } from './probe-once'

type Target = {
  spec: V1Container | V1EphemeralContainer
  container: Container
  network: NetworkNamespace
  node: NodeContext
}

/** Longest that a hook may take. Seconds. */
const longest = 30

/** Runs a postStart or preStop hook: a command in the container, a request, a sleep. Answers whether all went well. */
export async function runHook(target: Target, hook: V1LifecycleHandler, stop: AbortSignal): Promise<boolean> {
  const { exec, httpGet, tcpSocket, sleep } = hook
  if (sleep) {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, Math.min(sleep.seconds, longest) * 1_000)
      timer.unref()
      stop.addEventListener('abort', () => resolve(), { once: true })
    })
    return true
  }
  const probe = {
    timeoutSeconds: longest,
    ...(exec && { exec }),
    ...(httpGet && { httpGet }),
    ...(tcpSocket && { tcpSocket }),
  }
  return (await probeOnce(target, probe, stop)) === undefined
}
