import { isIPv6 } from '../../network/address'
import type { Machine } from '../machine'

/** A pod's link, as any tool shows it: the hardware address follows from the IP address. */
export const hardwareAddress = (ip: string): string =>
  ['ee', 'ee', ...ip.split('.').map(part => Number(part).toString(16).padStart(2, '0'))].join(':')

/** The address that a link gives itself (RFC 4291, 2.5.1: the hardware address with ff:fe in its middle). */
export const linkLocal = (ip: string): string => {
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = hardwareAddress(ip).split(':')
  const groups = [(Number.parseInt(a, 16) ^ 2).toString(16).padStart(2, '0') + b, `${c}ff`, `fe${d}`, e + f]
  return `fe80::${groups.map(group => group.replace(/^0+(?=.)/, '')).join(':')}`
}

/** Calico gives every pod these gateways, answered for by the node. */
export const gateway = '169.254.1.1'
export const gateway6 = 'fe80::ecee:eeff:feee:eeee'
export const mtu = 1480

export const ownAddress = ({ sockets }: Machine): string => sockets.address
export const ownIPv6 = ({ sockets }: Machine): string | undefined => sockets.addresses.find(isIPv6)
