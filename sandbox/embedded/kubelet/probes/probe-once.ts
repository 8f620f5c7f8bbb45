import type { V1Container, V1EphemeralContainer, V1Probe } from '@kubernetes/client-node'
import { createCollector } from '../../../process'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import type { NetworkNamespace, Sockets } from '../../network/stack'
import { sendRequest } from '../../programs/http/client'
import type { Container } from '../container/container'
import { CannotExecute } from '../container/executable'
import type { NodeContext } from '../node/node-context'

type Target = {
  spec: V1Container | V1EphemeralContainer
  container: Container
  network: NetworkNamespace
  node: NodeContext
}

const mostOutput = 10_240

/** Probes once, from the node. Answers nothing when all is well, else the kubelet's words. */
export async function probeOnce(
  target: Target,
  probe: V1Probe,
  stop: AbortSignal,
): Promise<string | undefined> {
  const deadline = createDeadline((probe.timeoutSeconds ?? 1) * 1_000, stop)
  const sockets = target.node.nodeNetwork.open({ probe: false })
  try {
    if (probe.exec) return await probeByCommand(target, probe.exec.command ?? [], deadline.signal)
    if (probe.httpGet) return await probeByHttp(target, sockets, probe.httpGet, deadline.signal)
    const port = probe.tcpSocket?.port ?? probe.grpc?.port
    if (port !== undefined) return await probeByTcp(target, sockets, port, deadline.signal)
    return undefined
  } finally {
    deadline.dispose()
    sockets.dispose()
  }
}

const portNumber = ({ spec }: Target, port: number | string): number =>
  typeof port === 'number'
    ? port
    : (spec.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port))

async function probeByTcp(target: Target, sockets: Sockets, port: number | string, signal: AbortSignal) {
  const to = { ip: target.network.address, port: portNumber(target, port) }
  try {
    const connection = await sockets.connect(to, { signal })
    connection.close()
    return undefined
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return `dial tcp ${to.ip}:${to.port}: ${reasonOf(error)}`
  }
}

const reasonOf = (error: NetworkError) =>
  error.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout'

async function probeByHttp(
  target: Target,
  sockets: Sockets,
  { port, path = '/', httpHeaders = [] }: NonNullable<V1Probe['httpGet']>,
  signal: AbortSignal,
) {
  const to = { ip: target.network.address, port: portNumber(target, port) }
  const url = `http://${to.ip}:${to.port}${path}`
  try {
    const connection = await sockets.connect(to, { signal })
    const stop = () => connection.close()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const response = await sendRequest(connection, {
        method: 'GET',
        target: path,
        headers: [
          ['Host', `${to.ip}:${to.port}`],
          ['User-Agent', 'kube-probe/1.36'],
          ['Accept', '*/*'],
          ['Connection', 'close'],
          ...httpHeaders.map(({ name, value }) => [name, value] as const),
        ],
      })
      if (!response) return `Get "${url}": EOF`
      return response.status >= 200 && response.status < 400
        ? undefined
        : `HTTP probe failed with statuscode: ${response.status}`
    } finally {
      signal.removeEventListener('abort', stop)
      connection.close()
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return `Get "${url}": dial tcp ${to.ip}:${to.port}: ${reasonOf(error)}`
  }
}

async function probeByCommand({ container }: Target, command: readonly string[], signal: AbortSignal) {
  const output = createCollector(mostOutput)
  const keep = { write: (chunk: Uint8Array | string) => output.write(chunk).catch(() => undefined) }
  try {
    const session = await container.exec(command, { stdout: keep, stderr: keep })
    const stop = () => session.hangUp()
    signal.addEventListener('abort', stop, { once: true })
    const status = await session.exited
    signal.removeEventListener('abort', stop)
    if (signal.aborted) return 'command timed out'
    return status === 0 ? undefined : output.text()
  } catch (error) {
    if (!(error instanceof CannotExecute)) throw error
    return `error executing command in container: ${error.message}`
  }
}
