import { hostPort, isIPv6, type SocketAddress } from '../../network/address'
import type { Family } from '../../network/resolver'
import type { SocketEntry } from '../../network/stack'
import { familyOf } from '../family'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { route } from './route'

/** With both families a socket that listens does so for both. */
export const listening = (entry: SocketEntry, both: boolean) => both && entry.local.ip === '0.0.0.0'

export const ends = (entry: SocketEntry, both: boolean): [local: string, remote: string] =>
  listening(entry, both)
    ? [`*:${entry.local.port}`, '*:*']
    : [hostPort(entry.local), entry.remote ? hostPort(entry.remote) : '0.0.0.0:*']

export type Filter = {
  listening: boolean
  all: boolean
  tcp: boolean
  udp: boolean
  processes: boolean
  family: Family
}

export function filterOf(args: readonly string[]): Filter {
  const options = parseOptions(args, {
    short: 'ltuanpseiWr46Ho',
    long: { listening: 'l', tcp: 't', udp: 'u', all: 'a', numeric: 'n', processes: 'p' },
  })
  const both = !options.has('t') && !options.has('u')
  return {
    listening: options.has('l'),
    all: options.has('a'),
    tcp: both || options.has('t'),
    udp: both || options.has('u'),
    processes: options.has('p'),
    family: familyOf(options),
  }
}

export const wanted =
  ({ listening: isListening, all, tcp, udp, family }: Filter, both: boolean) =>
  (entry: SocketEntry) => {
    const { protocol, state, local } = entry
    if (protocol === 'UDP' ? !udp : !tcp) return false
    const six = isIPv6(local.ip) || listening(entry, both)
    if (family !== undefined && (family === 6) !== six) return false
    return all || (state === 'LISTEN' || state === 'UNCONN') === isListening
  }

const netstatStates: Readonly<Record<SocketEntry['state'], string>> = {
  LISTEN: 'LISTEN',
  ESTAB: 'ESTABLISHED',
  'SYN-SENT': 'SYN_SENT',
  UNCONN: '',
}

/** busybox netstat: `-t`, `-u`, `-l`, `-a`, `-n`, `-p`, and `-r`, which is route. */
export const netstat: ContainerProgram = async (process, machine) => {
  const { sockets } = machine
  const args = process.argv.slice(1)
  if (args.some(argument => /^-\w*r/.test(argument))) return route(process, machine)
  const filter = filterOf(args)
  const kind = filter.listening ? 'only servers' : filter.all ? 'servers and established' : 'w/o servers'
  const owner = filter.processes ? ' PID/Program name    ' : ''
  await process.stdout.write(
    `Active Internet connections (${kind})\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${owner || ' '}\n`,
  )
  const both = sockets.addresses.length > 1
  const text = (address: SocketAddress | undefined) =>
    address ? `${address.ip}:${address.port}` : '0.0.0.0:*'
  for (const entry of sockets.entries().filter(wanted(filter, both))) {
    const [local, remote] = listening(entry, both)
      ? [`:::${entry.local.port}`, ':::*']
      : [text(entry.local), text(entry.remote)]
    const holder = filter.processes
      ? ` ${entry.holder ? `${entry.holder.pid}/${entry.holder.name}` : '-'}`
      : ''
    await process.stdout.write(
      `${entry.protocol.toLowerCase().padEnd(5)}${'0'.padStart(7)}${'0'.padStart(7)} ${local!.padEnd(23)} ${remote!.padEnd(23)} ${netstatStates[entry.state].padEnd(11)}${holder}\n`,
    )
  }
  return 0
}
