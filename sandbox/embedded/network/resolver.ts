import { FileError, type FileSystem } from '../../process'
import { canonical, isIPv6, type SocketAddress } from './address'
import type { Question, RecordType } from './dns/message'
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

/** `-4`, `-6`, or whatever there is. */
export type Family = 4 | 6 | undefined

const isOf = (family: Family) => (ip: string) => family === undefined || (family === 6) === isIPv6(ip)

/**
 * An address as it is, else /etc/hosts, else the name servers of /etc/resolv.conf (getaddrinfo). Where there are
 * addresses of both families, IPv4 comes first: the IPv6 ones of a cluster are unique local ones (RFC 6724, 2.1).
 */
export async function resolve(
  context: { sockets: Sockets; files: FileSystem; signal?: AbortSignal },
  name: string,
  family?: Family,
): Promise<Resolution> {
  const literal = canonical(name)
  if (literal !== undefined)
    return isOf(family)(literal) ? { addresses: [literal], name } : { failure: 'unknown' }
  const fixed = (await hostsEntries(context.files, name)).filter(isOf(family))
  if (fixed.length > 0) return { addresses: fixed, name }
  if (!/^[\w.-]{1,253}$/.test(name) || name.includes('..')) return { failure: 'unknown' }
  const configuration = await readResolverConfiguration(context.files)
  let failure: ResolveFailure = 'unknown'
  for (const candidate of candidates(name, configuration)) {
    const answer = await askBoth(context, nameservers(configuration), candidate, family)
    if ('addresses' in answer) return answer
    if (answer.failure !== 'unknown') failure = answer.failure
    if (answer.failure === 'timeout' || answer.failure === 'interrupted') break
  }
  return { failure }
}

const nameservers = (configuration: ResolverConfiguration): SocketAddress[] =>
  configuration.nameservers.map(ip => ({ ip, port: dnsPort }))

/** Only of families that it has itself is asked for addresses (AI_ADDRCONFIG). */
async function askBoth(
  context: { sockets: Sockets; signal?: AbortSignal },
  servers: readonly SocketAddress[],
  name: string,
  family: Family,
): Promise<Resolution> {
  const own = context.sockets.addresses.some(isIPv6) ? ['A', 'AAAA'] : ['A']
  const types = family === 6 ? ['AAAA'] : family === 4 ? ['A'] : own
  const answers = await Promise.all(
    types.map(type => askInTurn(context, servers, { name, type: type as RecordType })),
  )
  const addresses = answers.flatMap(answer => ('addresses' in answer ? answer.addresses : []))
  return addresses.length > 0 ? { addresses, name } : answers[0]!
}

async function askInTurn(
  { sockets, signal }: { sockets: Sockets; signal?: AbortSignal },
  servers: readonly SocketAddress[],
  question: Question,
): Promise<Resolution> {
  let failure: ResolveFailure = 'unknown'
  for (const server of servers) {
    const options = { ...resolverPatience, ...(signal ? { signal } : {}) }
    const result = await query(sockets, server, question, options)
    if ('failure' in result) {
      failure = result.failure
      continue
    }
    const addresses = result.message.answers.flatMap(record =>
      record.type === question.type && 'address' in record ? [record.address] : [],
    )
    return addresses.length > 0 ? { addresses, name: question.name } : { failure: 'unknown' }
  }
  return { failure }
}

async function hostsEntries(files: FileSystem, name: string): Promise<string[]> {
  const found = (await words(files, '/etc/hosts')).flatMap(([ip = '', ...names]) =>
    names.includes(name) ? (canonical(ip) ?? []) : [],
  )
  return [...found.filter(ip => !isIPv6(ip)), ...found.filter(isIPv6)]
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
