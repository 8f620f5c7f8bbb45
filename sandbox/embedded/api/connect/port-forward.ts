import type { V1Pod } from '@kubernetes/client-node'
import type { Connect } from '../../resources/registration'
import { badRequest } from '../status'
import { acceptChannels, type Channels, UnknownProtocol } from './channels'
import { requireNode } from './container'
import { forward } from './forward'
import { forwardTunnel } from './forward-tunnel'
import { acceptTunnel, asksForTunnel } from './tunnel'

const mostPorts = 2

type Request = Parameters<Connect>[0]

/** `pods/portforward`: over SPDY in a WebSocket as kubectl does it, or over numbered channels. */
export const connectPortForward: Connect = async request => {
  const { namespace, name, registry, kubelet, http, upgrade } = request
  requireNode(registry.get<V1Pod>('pods', namespace, name))
  if (!upgrade) throw badRequest('Upgrade request required')
  const open = (port: number) => kubelet.forward({ namespace, pod: name }, port)
  if (asksForTunnel(http)) return forwardTunnel(await acceptTunnel(http, upgrade.socket, upgrade.head), open)
  const ports = portsOf(request)
  let channels: Channels
  try {
    channels = await acceptChannels(http, upgrade.socket, upgrade.head)
  } catch (error) {
    if (error instanceof UnknownProtocol) return
    throw error
  }
  await Promise.all(ports.map((port, index) => forwardChannels(channels, index, port, open)))
  channels.end()
}

/** Throws BadRequest. */
function portsOf({ query }: Request): number[] {
  const ports = query.getAll('ports').flatMap(text => text.split(',').map(Number))
  if (ports.length === 0) throw badRequest('query parameter "ports" is required')
  if (ports.length > mostPorts || ports.some(port => !(port >= 1 && port <= 65_535)))
    throw badRequest(`unable to parse "${query.get('ports')}" as a port`)
  return ports
}

/**
 * `v4.channel.k8s.io`: for the n-th port of the query channel 2n carries data and 2n + 1 errors; the first message on
 * each is the port's number, little-endian.
 */
async function forwardChannels(
  channels: Channels,
  index: number,
  port: number,
  open: Parameters<typeof forward>[1],
): Promise<void> {
  const data = channels.output(2 * index)
  const errors = channels.output(2 * index + 1)
  const first = new Uint8Array([port & 255, port >> 8])
  await data.write(first)
  await errors.write(first)
  await forward({ port, input: channels.input(2 * index), data, errors, gone: channels.closed }, open)
}
