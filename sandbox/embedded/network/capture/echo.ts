import { type Host, isOwn, sourceFor } from '../fabric'

/** An ICMP echo request as its sender numbers it. */
export type EchoRequest = { readonly id: number; readonly sequence: number; readonly size: number }

const icmpHeader = 8

/** Shows a request, and the answer of whoever gave one. */
export function showEcho(from: Host, ip: string, answerer: Host | undefined, request: EchoRequest): void {
  const link = isOwn(from, ip) ? 'lo' : 'eth0'
  const length = icmpHeader + request.size
  const show = (host: Host, direction: 'In' | 'Out', kind: 'echo request' | 'echo reply') => {
    if (!host.tap.watched) return
    const own = sourceFor(from, ip)
    const [source, destination] = kind === 'echo request' ? [own, ip] : [ip, own]
    const { id, sequence } = request
    host.tap.see({ protocol: 'ICMP', link, direction, source, destination, kind, id, sequence, length })
  }
  if (link === 'lo') {
    show(from, 'In', 'echo request')
    show(from, 'In', 'echo reply')
    return
  }
  show(from, 'Out', 'echo request')
  if (!answerer) return
  show(answerer, 'In', 'echo request')
  show(answerer, 'Out', 'echo reply')
  show(from, 'In', 'echo reply')
}
