import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import ipaddr from 'ipaddr.js'
import { inside, type Statement } from '../../exercise'
import { peersOf } from './peers'

/** Addresses outside every cluster: documentation ranges (RFC 5737), a private one, a public one. */
const everywhere = ['203.0.113.10', '198.51.100.7', '192.0.2.7', '10.0.0.10', '8.8.8.8']
const serviceRange = '10.96.0.0/12'
/** So that a hostile manifest does not make the proof long. */
const most = 20

/**
 * The addresses outside the cluster that an intent is judged over: those that the exercise names, some of every sort,
 * and both edges of whatever the policies name, inside and out. Addresses of pods, services and nodes are judged as
 * pods, not here. IPv4.
 */
export function outsideAddresses(about: {
  declared: readonly string[]
  statements: readonly Statement[]
  policies: readonly V1NetworkPolicy[]
  pods: readonly V1Pod[]
}): string[] {
  const { declared, statements, policies, pods } = about
  const range = podRange(pods)
  const nodes = new Set(pods.map(({ status }) => status?.hostIP))
  const isOutside = (ip: string) => !inside(ip, range) && !inside(ip, serviceRange) && !nodes.has(ip)
  const edges = policies.flatMap(blocks).flatMap(edgesOf)
  const asked = [...declared, ...everywhere, ...statements.flatMap(named)]
  return [...new Set([...asked, ...edges])].filter(isOutside).slice(0, asked.length + most)
}

/** The addresses that a statement names, and both edges of its ranges, inside and out. */
const named = ({ from, to }: Statement): string[] =>
  [...from, ...to].flatMap(end => (end.kind === 'address' ? (single(end.cidr) ?? edgesOf(end.cidr)) : []))

/** The address of a range that has only one. */
export const single = (cidr: string): string | undefined => /^(.*)\/(32|128)$/.exec(cidr)?.[1]

/** The /16 around the pods that run: pods get their addresses from there. */
export function podRange(pods: readonly V1Pod[]): string {
  const ip = pods.find(({ spec, status }) => !spec?.hostNetwork && status?.podIP)?.status?.podIP
  if (ip === undefined || !ipaddr.IPv4.isValid(ip)) return '10.244.0.0/16'
  const [first, second] = ip.split('.')
  return `${first}.${second}.0.0/16`
}

/** Addresses for pods that could come, which no running pod has: from the top of the range downwards. */
export function* freeAddresses(pods: readonly V1Pod[]): Generator<string, never> {
  const [first, second] = podRange(pods).split('.')
  const taken = new Set(pods.map(({ status }) => status?.podIP))
  for (let third = 250; ; third = third > 0 ? third - 1 : 250)
    for (let last = 10; last < 250; last++) {
      const ip = `${first}.${second}.${third}.${last}`
      if (!taken.has(ip)) yield ip
    }
}

function blocks(policy: V1NetworkPolicy): string[] {
  return peersOf(policy).flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []))
}

function edgesOf(cidr: string): string[] {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return []
  const first = toNumber(ipaddr.IPv4.networkAddressFromCIDR(cidr))
  const last = toNumber(ipaddr.IPv4.broadcastAddressFromCIDR(cidr))
  return [first, last, first - 1, last + 1, Math.floor((first + last) / 2)].filter(isUnicast).map(toText)
}

/** An address that a packet from elsewhere can carry: not 0.0.0.0/8, no loopback, no multicast and beyond. */
const isUnicast = (number: number) =>
  number >= 0x01000000 && number < 0xe0000000 && Math.floor(number / 0x01000000) !== 127

const toNumber = (address: ipaddr.IPv4) => address.octets.reduce((sum, octet) => sum * 256 + octet, 0)
const toText = (number: number) => [24, 16, 8, 0].map(shift => (number / 2 ** shift) & 255).join('.')
