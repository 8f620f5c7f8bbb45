import type { FileSystem } from '../../../process'
import type { NetworkNamespace, SocketEntry } from '../../network/stack'
import { gateway } from '../../programs/inspect/addresses'
import {
  loadAverage,
  memoryInfo,
  mountTable,
  processors,
  upSeconds,
} from '../../programs/system/machine-state'
import { GeneratedFiles } from './generated-files'

const processor = (number: number) =>
  `processor\t: ${number}\nvendor_id\t: GenuineIntel\nmodel name\t: Virtual CPU\ncpu cores\t: ${processors}\n\n`

const machine: Readonly<Record<string, () => string>> = {
  cpuinfo: () => Array.from({ length: processors }, (_, number) => processor(number)).join(''),
  loadavg: () => `${loadAverage} 1/214 42\n`,
  meminfo: memoryInfo,
  mounts: () => mountTable,
  uptime: () => `${upSeconds().toFixed(2)} ${(upSeconds() * processors * 0.97).toFixed(2)}\n`,
  version: () => 'Linux version 6.12.0 (root@minikube) #1 SMP PREEMPT_DYNAMIC\n',
}

/** /proc of a container: what scripts read there of the machine. */
export const procFiles: FileSystem = new GeneratedFiles(Object.keys(machine), name => machine[name]!(), [
  'net',
])

/** An IPv4 address as the kernel prints it: its bytes as one little-endian number. */
const hexAddress = (ip: string) =>
  ip
    .split('.')
    .reverse()
    .map(part => Number(part).toString(16).padStart(2, '0').toUpperCase())
    .join('')
const hexPort = (port: number) => port.toString(16).padStart(4, '0').toUpperCase()

/** include/net/tcp_states.h; an unconnected datagram socket is CLOSE. */
const states: Readonly<Record<SocketEntry['state'], string>> = {
  ESTAB: '01',
  'SYN-SENT': '02',
  UNCONN: '07',
  LISTEN: '0A',
}

const socketTable = (head: string, entries: readonly SocketEntry[]) =>
  `${head}\n${entries
    .filter(({ local }) => !local.ip.includes(':'))
    .map(({ local, remote, state }, number) => {
      const ends = [local, remote ?? { ip: '0.0.0.0', port: 0 }]
      const [own, peer] = ends.map(({ ip, port }) => `${hexAddress(ip)}:${hexPort(port)}`)
      const rest = '00000000:00000000 00:00000000 00000000     0        0'
      return `${String(number).padStart(4)}: ${own} ${peer} ${states[state]} ${rest} ${20_000 + number} 1 0000000000000000 100 0 0 10 0\n`
    })
    .join('')}`

const heads = {
  tcp: '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ',
  udp: '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops             ',
}

const routes = () => {
  const row = (destination: string, via: string, flags: string, mask: string) =>
    `eth0\t${hexAddress(destination)}\t${hexAddress(via)}\t${flags}\t0\t0\t0\t${hexAddress(mask)}\t0\t0\t0${' '.repeat(79)}\n`
  return `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT${' '.repeat(55)}\n${row('0.0.0.0', gateway, '0003', '0.0.0.0')}${row(gateway, '0.0.0.0', '0005', '255.255.255.255')}`
}

const devices = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
  eth0:    9140      98    0    0    0     0          0         0     9140      98    0    0    0     0       0          0
`
const neighbours = `IP address       HW type     Flags       HW address            Mask     Device
${gateway.padEnd(16)} 0x1         0x2         ee:ee:ee:ee:ee:ee     *        eth0
`

/** The same in every pod. */
const alike: Readonly<Record<string, () => string>> = {
  arp: () => neighbours,
  dev: () => devices,
  route: routes,
}
const networkNames = ['arp', 'dev', 'route', 'tcp', 'udp']

/** /proc/net: the sockets and routes of a pod's network namespace. */
export function networkFiles(network: NetworkNamespace): FileSystem {
  const sockets = (protocol: 'TCP' | 'UDP') => {
    const opened = network.open({ probe: false })
    const entries = opened.entries().filter(entry => entry.protocol === protocol)
    opened.dispose()
    return entries
  }
  return new GeneratedFiles(networkNames, name => {
    if (name === 'tcp') return socketTable(heads.tcp, sockets('TCP'))
    if (name === 'udp') return socketTable(heads.udp, sockets('UDP'))
    return alike[name]!()
  })
}
