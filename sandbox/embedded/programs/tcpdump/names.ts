import type { FileSystem } from '../../../process'
import { isLoopback } from '../../network/address'
import { pointerName } from '../../network/dns/pointer'
import { query } from '../../network/dns/query'
import { readResolverConfiguration, resolverPatience } from '../../network/resolver'
import type { Sockets } from '../../network/stack'

/** Names of addresses, asked for once each (gethostbyaddr): the address itself where nobody knows one. */
export function createHostNames(context: {
  sockets: Sockets
  files: FileSystem
  hostname: string
  signal: AbortSignal
}): { learn(ip: string): Promise<void>; name(ip: string): string } {
  const { sockets, files, hostname, signal } = context
  const known = new Map(sockets.addresses.map(own => [own, hostname]))
  return {
    name: ip => known.get(ip) ?? ip,
    async learn(ip) {
      if (known.has(ip)) return
      known.set(ip, isLoopback(ip) ? 'localhost' : ip)
      if (isLoopback(ip)) return
      const { nameservers } = await readResolverConfiguration(files)
      const question = { name: pointerName(ip) ?? ip, type: 'PTR' } as const
      const server = { ip: nameservers[0]!, port: 53 }
      const result = await query(sockets, server, question, { ...resolverPatience, signal })
      const answer =
        'message' in result ? result.message.answers.find(({ type }) => type === 'PTR') : undefined
      if (answer && 'target' in answer) known.set(ip, answer.target)
    },
  }
}
