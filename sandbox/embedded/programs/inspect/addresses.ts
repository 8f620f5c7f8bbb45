import type { Machine } from '../machine'

/** A pod's link, as any tool shows it: the hardware address follows from the IP address. */
export const hardwareAddress = (ip: string): string =>
  ['ee', 'ee', ...ip.split('.').map(part => Number(part).toString(16).padStart(2, '0'))].join(':')

/** Calico gives every pod this gateway, answered for by the node. */
export const gateway = '169.254.1.1'
export const mtu = 1480

export const ownAddress = ({ sockets }: Machine): string => sockets.address
