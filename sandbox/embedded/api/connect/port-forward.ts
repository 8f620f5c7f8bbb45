import type { V1Pod } from '@kubernetes/client-node'
import { BrokenPipe, type Output } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { Connect } from '../../resources/registration'
import { ApiError, badRequest } from '../status'
import { acceptChannels, type Channels, UnknownProtocol } from './channels'
import { requireNode } from './container'

const mostPorts = 2

/**
 * `pods/portforward` over `v4.channel.k8s.io`: for the n-th port of the query channel 2n carries data and 2n + 1 errors;
 * the first message on each is the port's number, little-endian.
 */
export const connectPortForward: Connect = async ({
  namespace,
  name,
  query,
  registry,
  kubelet,
  http,
  upgrade,
}) => {
  const pod = registry.get<V1Pod>('pods', namespace, name)
  requireNode(pod)
  if (!upgrade) throw badRequest('Upgrade request required')
  const ports = query.getAll('ports').flatMap(text => text.split(',').map(Number))
  if (ports.length === 0) throw badRequest('query parameter "ports" is required')
  if (ports.length > mostPorts || ports.some(port => !(port >= 1 && port <= 65_535)))
    throw badRequest(`unable to parse "${query.get('ports')}" as a port`)
  let channels: Channels
  try {
    channels = await acceptChannels(http, upgrade.socket, upgrade.head)
  } catch (error) {
    if (error instanceof UnknownProtocol) return
    throw error
  }
  await Promise.all(
    ports.map(async (port, index) => {
      const data = channels.output(2 * index)
      const errors = channels.output(2 * index + 1)
      const first = new Uint8Array([port & 255, port >> 8])
      await data.write(first)
      await errors.write(first)
      await forward(channels, index, data, errors, () => kubelet.forward({ namespace, pod: name }, port))
    }),
  )
  channels.end()
}

type Connection = Awaited<ReturnType<Parameters<Connect>[0]['kubelet']['forward']>>

async function forward(
  channels: Channels,
  index: number,
  data: Output,
  errors: Output,
  open: () => Promise<Connection>,
) {
  try {
    const connection = await open()
    void channels.closed.then(() => connection.close())
    void (async () => {
      const input = channels.input(2 * index)
      for (let chunk = await input.read(); chunk; chunk = await input.read())
        await connection.output.write(chunk)
      connection.output.close()
    })().catch(() => connection.close())
    for (let chunk = await connection.input.read(); chunk; chunk = await connection.input.read())
      await data.write(chunk)
    connection.close()
  } catch (error) {
    if (error instanceof BrokenPipe) return
    if (!(error instanceof NetworkError || error instanceof ApiError)) throw error
    await errors.write(`error forwarding port: ${error.message.toLowerCase()}`).catch(() => undefined)
  }
}
