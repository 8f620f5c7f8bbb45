import ipaddr from 'ipaddr.js'

/** Is an address in a range? Addresses and ranges of different families never are. */
export function inside(ip: string, cidr: string): boolean {
  const address = ipaddr.parse(ip)
  const [network, bits] = ipaddr.parseCIDR(cidr)
  return address.kind() === network.kind() && address.match(network, bits)
}

/** Where the embedded cluster has its pods, its services and its node. */
export const clusterRanges = ['10.244.0.0/16', '10.96.0.0/12', '192.168.49.0/24'] as const
