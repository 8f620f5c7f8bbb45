import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import type { Registry } from '../../api/registry'
import { isIPv6, parseIPv4, parseIPv6 } from '../address'
import type { Question, ResourceRecord, ResponseCode } from './message'
import { pointedTo } from './pointer'

export const clusterDomain = 'cluster.local'

/** CoreDNS' default for the kubernetes plugin. Seconds. */
const ttl = 5
const authorityTtl = 5
/** Aliases of aliases that are followed (CoreDNS: upstream lookups, 8). */
const mostAliases = 8

export type Answer = {
  code: ResponseCode
  authoritative: boolean
  answers: ResourceRecord[]
  authority: ResourceRecord[]
}

/**
 * What CoreDNS' kubernetes plugin answers (github.com/kubernetes/dns/blob/master/docs/specification.md): services,
 * headless services and their pods, SRV of named ports, `pods insecure`, and PTR. Names outside the cluster's domain
 * are unknown: there is no internet.
 */
export function lookUp(registry: Registry, question: Question, depth = 0): Answer {
  const name = question.name.toLowerCase()
  const pointed = pointedTo(name)
  if (pointed !== undefined) return answerPointer(registry, question, pointed)
  if (name !== clusterDomain && !name.endsWith(`.${clusterDomain}`)) return unknown([])
  const found = resolve(
    registry,
    name === clusterDomain ? [] : name.slice(0, -clusterDomain.length - 1).split('.'),
  )
  if (!found) return unknown([authority()])
  const isAsked = (entry: ResourceRecord) =>
    question.type === entry.type || question.type === 'ANY' || entry.type === 'CNAME'
  const own = found.filter(isAsked).map(entry => ({ ...entry, name: question.name }))
  const answers = [...own, ...own.flatMap(entry => follow(registry, entry, question, depth))]
  return { code: 'NOERROR', authoritative: true, answers, authority: answers.length > 0 ? [] : [authority()] }
}

/** Names of this zone that an alias stands for are answered at once. */
function follow(
  registry: Registry,
  entry: ResourceRecord,
  question: Question,
  depth: number,
): ResourceRecord[] {
  if (entry.type !== 'CNAME' || question.type === 'CNAME' || depth >= mostAliases) return []
  return lookUp(registry, { ...question, name: entry.target }, depth + 1).answers
}

const unknown = (authority: ResourceRecord[]): Answer => ({
  code: 'NXDOMAIN',
  authoritative: true,
  answers: [],
  authority,
})

const authority = (): ResourceRecord => ({
  name: clusterDomain,
  type: 'SOA',
  ttl: authorityTtl,
  primary: `ns.dns.${clusterDomain}`,
  mailbox: `hostmaster.${clusterDomain}`,
  numbers: [Math.floor(Date.now() / 1000), 7_200, 1_800, 86_400, authorityTtl],
})

const address = (ip: string): ResourceRecord =>
  isIPv6(ip) ? { name: '', type: 'AAAA', ttl, address: ip } : { name: '', type: 'A', ttl, address: ip }

/** The records of a name within the cluster's domain; nothing if the name does not exist. Labels from the left. */
function resolve(registry: Registry, labels: string[]): ResourceRecord[] | undefined {
  if (labels.length === 0) return []
  const reversed = [...labels].reverse()
  const [kind, namespace, service, ...rest] = reversed
  if (kind === 'svc') {
    if (namespace === undefined) return []
    if (!registry.find('namespaces', '', namespace)) return undefined
    if (service === undefined) return []
    return resolveService(registry, namespace, service, rest)
  }
  if (kind === 'pod') return resolvePod(registry, namespace, service, rest)
  return undefined
}

function resolvePod(
  registry: Registry,
  namespace?: string,
  dashed?: string,
  rest: string[] = [],
): ResourceRecord[] | undefined {
  if (namespace === undefined) return []
  if (!registry.find('namespaces', '', namespace)) return undefined
  if (dashed === undefined) return []
  const ip =
    parseIPv4(dashed.replaceAll('-', '.')) === undefined
      ? parseIPv6(dashed.replaceAll('-', ':'))
      : dashed.replaceAll('-', '.')
  return rest.length === 0 && ip !== undefined ? [address(ip)] : undefined
}

function resolveService(
  registry: Registry,
  namespace: string,
  name: string,
  rest: string[],
): ResourceRecord[] | undefined {
  const service = registry.find<V1Service>('services', namespace, name)
  if (!service) return undefined
  const fqdn = `${name}.${namespace}.svc.${clusterDomain}`
  const headless = service.spec?.clusterIP === 'None'
  const backends = headless ? endpointsOf(registry, service) : []
  if (rest.length === 0) {
    if (service.spec?.externalName)
      return [{ name: '', type: 'CNAME', ttl, target: service.spec.externalName }]
    const ips = headless
      ? backends.map(({ ip }) => ip)
      : (service.spec!.clusterIPs ?? [service.spec!.clusterIP!])
    const targets = headless ? backends.map(({ host }) => `${host}.${fqdn}`) : [fqdn]
    return [
      ...ips.map(address),
      ...portsOf(service).flatMap(({ port }) => targets.map(target => server(port, target))),
    ]
  }
  const [protocol, portName, ...more] = rest
  if (rest.length === 1) {
    const hosts = backends.filter(({ host }) => host === protocol)
    return hosts.length > 0 ? hosts.map(({ ip }) => address(ip)) : undefined
  }
  if (more.length > 0 || !protocol?.startsWith('_') || !portName?.startsWith('_')) return undefined
  const ports = portsOf(service).filter(
    port => `_${port.name}` === portName && `_${port.protocol}` === protocol,
  )
  const targets = headless ? backends.map(({ host }) => `${host}.${fqdn}`) : [fqdn]
  return ports.length > 0
    ? ports.flatMap(({ port }) => targets.map(target => server(port, target)))
    : undefined
}

const server = (port: number, target: string): ResourceRecord => ({
  name: '',
  type: 'SRV',
  ttl,
  priority: 0,
  weight: 100,
  port,
  target,
})

const portsOf = ({ spec }: V1Service) =>
  (spec?.ports ?? []).map(({ name, port, protocol = 'TCP' }) => ({
    name,
    port,
    protocol: protocol.toLowerCase(),
  }))

const slicesOf = (registry: Registry, { metadata }: V1Service) =>
  registry
    .list<V1EndpointSlice>('discovery.k8s.io/endpointslices', { namespace: metadata!.namespace! })
    .filter(slice => slice.metadata?.labels?.['kubernetes.io/service-name'] === metadata?.name)

/** Ready backends with the host label of each: its hostname, else its address with dashes. */
function endpointsOf(registry: Registry, service: V1Service): { ip: string; host: string }[] {
  return slicesOf(registry, service).flatMap(slice =>
    (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false || service.spec?.publishNotReadyAddresses)
      .flatMap(({ addresses, hostname }) =>
        addresses.map(ip => ({ ip, host: hostname ?? ip.replace(/[.:]/g, '-') })),
      ),
  )
}

function answerPointer(registry: Registry, question: Question, ip: string): Answer {
  const targets = ip === '' ? [] : namesOf(registry, ip)
  if (targets.length === 0) return unknown([authority()])
  return {
    code: 'NOERROR',
    authoritative: true,
    answers: targets.map(target => ({ name: question.name, type: 'PTR', ttl, target })),
    authority: [],
  }
}

/** A service's own name, or the names that services give to a pod behind them. */
function namesOf(registry: Registry, ip: string): string[] {
  const services = registry.list<V1Service>('services')
  const own = services.find(({ spec }) => spec?.clusterIPs?.includes(ip))
  if (own) return [`${own.metadata?.name}.${own.metadata?.namespace}.svc.${clusterDomain}`]
  return services.flatMap(service =>
    endpointsOf(registry, service)
      .filter(endpoint => endpoint.ip === ip)
      .map(
        ({ host }) => `${host}.${service.metadata?.name}.${service.metadata?.namespace}.svc.${clusterDomain}`,
      ),
  )
}
