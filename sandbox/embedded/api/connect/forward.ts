import { randomBytes, randomUUID } from 'node:crypto'
import { BrokenPipe, type Input, type Output } from '../../../process'
import type { ContainerConnection } from '../../kubelet/kubelet'
import { NetworkError } from '../../network/network-error'
import { ApiError } from '../status'

/** One forwarded connection, as the client sees it. */
export type ForwardedStreams = {
  readonly port: number
  readonly input: Input
  readonly data: Output
  readonly errors: Output
  /** Resolves when the client has gone away. */
  readonly gone: Promise<void>
}

/** Carries bytes between the client and a port of the pod until one of them ends; tells what went wrong. */
export async function forward(
  { port, input, data, errors, gone }: ForwardedStreams,
  open: (port: number) => Promise<ContainerConnection>,
): Promise<void> {
  try {
    const connection = await open(port)
    void gone.then(() => connection.close())
    void copy(input, connection.output)
      .then(() => connection.output.close())
      .catch(() => connection.close())
    await copy(connection.input, data)
    connection.close()
  } catch (error) {
    if (error instanceof BrokenPipe) return
    if (!(error instanceof NetworkError || error instanceof ApiError)) throw error
    await errors.write(failureOf(port, error)).catch(() => undefined)
  }
}

async function copy(input: Input, output: Output): Promise<void> {
  for (let chunk = await input.read(); chunk; chunk = await input.read()) await output.write(chunk)
}

/** As containerd words it, by way of the kubelet; it knows the pod's sandbox, and no uid. */
function failureOf(port: number, error: Error): string {
  const sandbox = randomBytes(32).toString('hex')
  const about = `error forwarding port ${port} to pod ${sandbox}, uid : `
  if (error instanceof ApiError) return about + error.message
  const refusal = `IPv4: dial tcp4 127.0.0.1:${port}: connect: ${error.message.toLowerCase()}`
  const inside = `failed to connect to localhost:${port} inside namespace "${sandbox}", ${refusal} IPv6 dial tcp6: address localhost: no suitable address found `
  return `${about}failed to execute portforward in network namespace "/var/run/netns/cni-${randomUUID()}": ${inside}`
}
