import { canonical, hostPort, isIPv6, isLoopback } from '../../../../../embedded/network/address'
import { NetworkError } from '../../../../../embedded/network/network-error'
import type { Listener } from '../../../../../embedded/network/stack'
import type { LocalPorts } from '../../../../local-ports'

/** Only root may listen below. */
const firstUnprivileged = 1024
const largestPort = 65_535
const both = ['0.0.0.0', '::'] as const

/** Listens as Go's `net.Listen("tcp", "ADDRESS:PORT")` does; throws what it says. */
export function listenAt(
  ports: LocalPorts,
  address: string,
  port: number,
): { listeners: Listener[]; at: string } {
  const ips = addressesOf(address, port)
  const where = { ip: ips.length > 1 ? '::' : (ips[0] as string), port }
  const fail = (why: string) => new Error(`listen tcp ${hostPort(where)}: bind: ${why}`)
  if (ips.length === 1 && !isLoopback(where.ip)) throw fail('cannot assign requested address')
  if (port > 0 && port < firstUnprivileged) throw fail('permission denied')
  const listeners: Listener[] = []
  try {
    for (const ip of ips) listeners.push(ports.listen(ip, listeners[0]?.port ?? port))
  } catch (error) {
    for (const listener of listeners) listener.dispose()
    throw error instanceof NetworkError ? fail(error.message.toLowerCase()) : error
  }
  return { listeners, at: hostPort({ ip: where.ip, port: listeners[0]?.port ?? port }) }
}

/** One address, or those of every interface. */
function addressesOf(address: string, port: number): readonly string[] {
  const wrong = (what: string, why: string) => new Error(`listen tcp: address ${what}: ${why}`)
  const bracketed = /^\[(.*)\]$/.exec(address)?.[1]
  if (bracketed === undefined && address.startsWith('['))
    throw wrong(`${address}:${port}`, "missing ']' in address")
  if (bracketed === undefined && address.includes(':'))
    throw wrong(`${address}:${port}`, 'too many colons in address')
  if (port < 0 || port > largestPort) throw wrong(String(port), 'invalid port')
  const host = bracketed ?? address
  if (host === '' || (both as readonly string[]).includes(host)) return both
  if (host === 'localhost') return ['127.0.0.1']
  const ip = canonical(host)
  if (ip === undefined || (bracketed !== undefined && !isIPv6(bracketed)))
    throw new Error(`listen tcp: lookup ${host}: no such host`)
  return [ip]
}
