import type { SocketAddress } from '../../network/address'
import type { SocketEntry } from '../../network/stack'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'

const text = (address: SocketAddress | undefined) => (address ? `${address.ip}:${address.port}` : '0.0.0.0:*')

type Filter = { listening: boolean; all: boolean; tcp: boolean; udp: boolean; processes: boolean }

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
  }
}

const wanted =
  ({ listening, all, tcp, udp }: Filter) =>
  ({ protocol, state }: SocketEntry) => {
    if (protocol === 'UDP' ? !udp : !tcp) return false
    return all || (state === 'LISTEN' || state === 'UNCONN') === listening
  }

/** ss(8) of iproute2: `-t`, `-u`, `-l`, `-a`, `-n`, `-p`. */
export const ss: ContainerProgram = async (process, { sockets }) => {
  const filter = filterOf(process.argv.slice(1))
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
      .filter(wanted(filter))
      .map(entry => [
        ...(oneKind ? [] : [entry.protocol.toLowerCase()]),
        entry.state,
        '0',
        entry.state === 'LISTEN' ? '4096' : '0',
        text(entry.local),
        text(entry.remote),
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
  for (const entry of sockets.entries().filter(wanted(filter))) {
    const holder = filter.processes
      ? ` ${entry.holder ? `${entry.holder.pid}/${entry.holder.name}` : '-'}`
      : ''
    await process.stdout.write(
      `${entry.protocol.toLowerCase().padEnd(5)}${'0'.padStart(7)}${'0'.padStart(7)} ${text(entry.local).padEnd(23)} ${text(entry.remote).padEnd(23)} ${netstatStates[entry.state].padEnd(11)}${holder}\n`,
    )
  }
  return 0
}
