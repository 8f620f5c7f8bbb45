import { FileError, type FileSystem } from '../../process'
import { isLoopback, parseIPv4, type SocketAddress } from './address'
import { query } from './dns/query'
import type { Sockets } from './stack'

/** resolv.conf(5). */
export type ResolverConfiguration = {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
}

/** Why a name has no address. */
export type ResolveFailure = 'unknown' | 'timeout' | 'refused' | 'interrupted'

export type Resolution =
  | { readonly addresses: readonly string[]; readonly name: string }
  | { readonly failure: ResolveFailure }

/** The C library's defaults: 5 s an attempt, 2 attempts. */
export const resolverPatience = { timeout: 5_000, attempts: 2 }

const dnsPort = 53
const largestFile = 65_536

export async function readResolverConfiguration(files: FileSystem): Promise<ResolverConfiguration> {
  const nameservers: string[] = []
  let search: string[] = []
  let ndots = 1
  for (const [keyword, ...values] of await words(files, '/etc/resolv.conf')) {
    if (keyword === 'nameserver' && values[0]) nameservers.push(values[0])
    if (keyword === 'search') search = values
    if (keyword === 'options')
      for (const option of values) if (option.startsWith('ndots:')) ndots = Number(option.slice(6)) || 1
  }
  return { nameservers: nameservers.length > 0 ? nameservers : ['127.0.0.1'], search, ndots }
}

/** Absolute names to ask for, in order: with fewer dots than `ndots` the search list comes first. */
export function candidates(name: string, { search, ndots }: ResolverConfiguration): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const qualified = search.map(domain => `${name}.${domain}`)
  return name.split('.').length - 1 >= ndots ? [name, ...qualified] : [...qualified, name]
}

/** An address as it is, else /etc/hosts, else the name servers of /etc/resolv.conf (getaddrinfo, IPv4). */
export async function resolve(
  context: { sockets: Sockets; files: FileSystem; signal?: AbortSignal },
  name: string,
): Promise<Resolution> {
  if (parseIPv4(name) !== undefined) return { addresses: [name], name }
  const fixed = await hostsEntry(context.files, name)
  if (fixed) return { addresses: [fixed], name }
  if (!/^[\w.-]{1,253}$/.test(name) || name.includes('..')) return { failure: 'unknown' }
  const configuration = await readResolverConfiguration(context.files)
  let failure: ResolveFailure = 'unknown'
  for (const candidate of candidates(name, configuration)) {
    const answer = await askInTurn(context, nameservers(configuration), candidate)
    if ('addresses' in answer) return answer
    if (answer.failure !== 'unknown') failure = answer.failure
    if (answer.failure === 'timeout' || answer.failure === 'interrupted') break
  }
  return { failure }
}

const nameservers = (configuration: ResolverConfiguration): SocketAddress[] =>
  configuration.nameservers.map(ip => ({ ip, port: dnsPort }))

async function askInTurn(
  { sockets, signal }: { sockets: Sockets; signal?: AbortSignal },
  servers: readonly SocketAddress[],
  name: string,
): Promise<Resolution> {
  let failure: ResolveFailure = 'unknown'
  for (const server of servers) {
    const options = { ...resolverPatience, ...(signal ? { signal } : {}) }
    const result = await query(sockets, server, { name, type: 'A' }, options)
    if ('failure' in result) {
      failure = result.failure
      continue
    }
    const addresses = result.message.answers.flatMap(record => (record.type === 'A' ? [record.address] : []))
    return addresses.length > 0 ? { addresses, name } : { failure: 'unknown' }
  }
  return { failure }
}

async function hostsEntry(files: FileSystem, name: string): Promise<string | undefined> {
  for (const [ip, ...names] of await words(files, '/etc/hosts'))
    if (ip && names.includes(name) && (parseIPv4(ip) !== undefined || isLoopback(ip))) return ip
  return undefined
}

/** The words of each line, without remarks; a missing file has none. */
async function words(files: FileSystem, path: string): Promise<string[][]> {
  try {
    const bytes = (await files.read(path)).subarray(0, largestFile)
    return new TextDecoder()
      .decode(bytes)
      .split('\n')
      .map(line =>
        line
          .replace(/[#;].*/, '')
          .trim()
          .split(/\s+/),
      )
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
