import ipaddr from 'ipaddr.js'
import { type Exercise, statements } from '@/sandbox/exercise'

/** The first address of a range that a host may have. */
function firstHost(cidr: string): string {
  const [network, bits] = ipaddr.parseCIDR(cidr)
  const bytes = network.toByteArray()
  const whole = bytes.length * 8
  if (bits < whole - 1) bytes[bytes.length - 1]! |= 1
  return ipaddr.fromByteArray(bytes).toString()
}

/** Addresses outside the cluster that an exercise's flows name, one for each range, in their order. */
export function namedAddresses({ tasks, roles }: Exercise): string[] {
  const flows = tasks.flatMap(({ intent, roles: own }) =>
    intent ? statements(intent, { ...roles, ...own }) : [],
  )
  const ends = flows.flatMap(({ from, to }) => [...from, ...to])
  return [...new Set(ends.flatMap(end => (end.kind === 'address' ? [firstHost(end.cidr)] : [])))]
}
