import { hostPort, isIPv6, type SocketAddress } from '../../network/address'
import type { Family } from '../../network/resolver'
import type { SocketEntry } from '../../network/stack'
import { familyOf } from '../family'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'

/** With both families a socket that listens does so for both. */
const listening = (entry: SocketEntry, both: boolean) => both && entry.local.ip === '0.0.0.0'

const ends = (entry: SocketEntry, both: boolean): [local: string, remote: string] =>
  listening(entry, both)
    ? [`*:${entry.local.port}`, '*:*']
    : [hostPort(entry.local), entry.remote ? hostPort(entry.remote) : '0.0.0.0:*']

type Filter = {
  listening: boolean
  all: boolean
  tcp: boolean
  udp: boolean
  processes: boolean
  family: Family
}

function filterOf(args: readonly string[]): Filter {
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

const wanted =
  ({ listening: isListening, all, tcp, udp, family }: Filter, both: boolean) =>
  (entry: SocketEntry) => {
    const { protocol, state, local } = entry
    if (protocol === 'UDP' ? !udp : !tcp) return false
    const six = isIPv6(local.ip) || listening(entry, both)
    if (family !== undefined && (family === 6) !== six) return false
    return all || (state === 'LISTEN' || state === 'UNCONN') === isListening
  }

/** ss(8) of iproute2: `-t`, `-u`, `-l`, `-a`, `-n`, `-p`. */
export const ss: ContainerProgram = async (process, { sockets }) => {
  const filter = filterOf(process.argv.slice(1))
  const both = sockets.addresses.length > 1
  const oneKind = filter.tcp !== filter.udp
  const rows = [
    [
      ...(oneKind ? [] : ['Netid']),
      'State',
      'Recv-Q',
      'Send-Q',
      'Local Address:Port',
      'Peer Address:Port',
      'Process',
    ],
    ...sockets
      .entries()
      .filter(wanted(filter, both))
      .map(entry => [
        ...(oneKind ? [] : [entry.protocol.toLowerCase()]),
        entry.state,
        '0',
        entry.state === 'LISTEN' ? '4096' : '0',
        ...ends(entry, both),
        filter.processes && entry.holder
          ? `users:(("${entry.holder.name}",pid=${entry.holder.pid},fd=6))`
          : '',
      ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  for (const row of rows)
    await process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join(' ')
        .trimEnd()}\n`,
    )
  return 0
}

const netstatStates: Readonly<Record<SocketEntry['state'], string>> = {
  LISTEN: 'LISTEN',
  ESTAB: 'ESTABLISHED',
  'SYN-SENT': 'SYN_SENT',
  UNCONN: '',
}

/** busybox netstat: `-t`, `-u`, `-l`, `-a`, `-n`, `-p`. */
export const netstat: ContainerProgram = async (process, { sockets }) => {
  const filter = filterOf(process.argv.slice(1))
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
