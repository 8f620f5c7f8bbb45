import { canonical, hostPort, isIPv6, isLoopback } from '../../../../../embedded/network/address'
import { NetworkError } from '../../../../../embedded/network/network-error'
import type { Listener } from '../../../../../embedded/network/stack'
import type { Invocation } from '../../../invocation'
import type { ForwardedPort } from './ports'

/** Of `localhost` one of both has to work, of addresses each. */
type Address = { ip: string; isLocalhost: boolean }

/** Only root may listen below. */
const firstUnprivileged = 1024
const anywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

export function parseAddresses(texts: readonly string[]): Address[] {
  const found = new Map<string, Address>()
  for (const text of texts) {
    if (text !== 'localhost' && canonical(text) === undefined) throw new Error(`${text} is not a valid IP`)
    const isLocalhost = text === 'localhost'
    for (const ip of isLocalhost ? ['127.0.0.1', '::1'] : [text]) found.set(ip, { ip, isLocalhost })
  }
  return [...found.values()].sort((a, b) => (a.ip < b.ip ? -1 : 1))
}

/** Listens to one port on the addresses given, and says so; the local port is then known. Throws what kubectl says. */
export async function listenOn(
  { ports, out }: Invocation,
  port: ForwardedPort,
  addresses: readonly Address[],
): Promise<Listener[]> {
  const listeners: Listener[] = []
  const failures: { address: Address; message: string }[] = []
  for (const address of addresses) {
    const { ip } = address
    try {
      const listener = open(ip, port.local)
      listeners.push(listener)
      port.local = listener.port
      await out(`Forwarding from ${hostPort({ ip, port: port.local })} -> ${port.remote}\n`)
    } catch (error) {
      const family = isIPv6(ip) ? 'tcp6' : 'tcp4'
      const why = (error as Error).message.toLowerCase()
      const where = hostPort({ ip, port: port.local })
      const message = `unable to create listener: Error listen ${family} ${where}: bind: ${why}`
      failures.push({ address, message })
    }
  }
  const isOther = ({ address }: (typeof failures)[number]) => !address.isLocalhost
  const localhosts = addresses.filter(({ isLocalhost }) => isLocalhost).length
  const failed = failures.filter(one => !isOther(one)).length
  if (failures.some(isOther) || (localhosts > 0 && failed === localhosts)) {
    const all = failures.map(({ message }) => message).join(' ')
    throw new Error(`Listeners failed to create with the following errors: [${all}]`)
  }
  return listeners

  function open(ip: string, wanted: number): Listener {
    if (!isLoopback(ip) && !anywhere.has(ip)) throw new Error('cannot assign requested address')
    if (wanted > 0 && wanted < firstUnprivileged) throw new Error('permission denied')
    try {
      return ports.listen(ip, wanted)
    } catch (error) {
      if (error instanceof NetworkError) throw new Error(error.message)
      throw error
    }
  }
}
