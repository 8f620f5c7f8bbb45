import type { SocketEntry } from '../../network/stack'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { services } from '../tcpdump/ports'
import { ends, filterOf, wanted } from './sockets'

const usage = `Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this message
   -V, --version       output version information
   -n, --numeric       don't resolve service names
   -a, --all           display all sockets
   -l, --listening     display listening sockets
   -p, --processes     show process using socket
   -s, --summary       show socket usage summary
   -4, --ipv4          display only IP version 4 sockets
   -6, --ipv6          display only IP version 6 sockets
   -t, --tcp           display only TCP sockets
   -u, --udp           display only UDP sockets
   -H, --no-header     Suppress header line
`

/** Address and port apart: the colons stand below each other. */
const apart = (end: string, numeric: boolean): [address: string, port: string] => {
  const colon = end.lastIndexOf(':')
  const port = end.slice(colon + 1)
  return [end.slice(0, colon + 1), numeric ? port : (services[Number(port)] ?? port)]
}

/** ss(8) of iproute2: `-t`, `-u`, `-l`, `-a`, `-n`, `-p`, `-s`, `-H`, `-4`, `-6`, a state and ports. */
export const ss: ContainerProgram = async (process, { sockets }) => {
  const options = parseOptions(process.argv.slice(1), ssSyntax)
  if (options.problem) {
    const { option, long } = options.problem
    await process.stderr.write(
      `ss: ${long ? `unrecognized option: ${option.replace(/^--/, '')}` : `unrecognized option: ${option}`}\n${usage}`,
    )
    return 255
  }
  if (options.has('h')) {
    await process.stdout.write(usage)
    return 0
  }
  if (options.has('V')) {
    await process.stdout.write('ss utility, iproute2-6.1.0\n')
    return 0
  }
  const filter = filterOf(process.argv.slice(1))
  const matches = ssFilter(options.operands)
  if (!matches) {
    await process.stderr.write(`ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n${usage}`)
    return 255
  }
  const both = sockets.addresses.length > 1
  const entries = sockets.entries()
  if (options.has('s')) {
    await process.stdout.write(summary(entries))
    return 0
  }
  const oneKind = filter.tcp !== filter.udp
  const head = [
    'Netid',
    'State',
    'Recv-Q',
    'Send-Q',
    'Local Address:',
    'Port',
    'Peer Address:',
    'Port',
    'Process',
  ]
  const shown = entries
    .filter(
      matches.state
        ? entry => entry.state === matches.state && wanted({ ...filter, all: true }, both)(entry)
        : wanted(filter, both),
    )
    .filter(matches.ports)
    .map(entry => [
      entry.protocol.toLowerCase(),
      entry.state,
      '0',
      entry.state === 'LISTEN' ? '4096' : '0',
      ...ends(entry, both).flatMap(end => apart(end, options.has('n'))),
      filter.processes && entry.holder ? `users:(("${entry.holder.name}",pid=${entry.holder.pid},fd=6))` : '',
    ])
  const rows = [...(options.has('H') ? [] : [head]), ...shown].map(row => (oneKind ? row.slice(1) : row))
  if (rows.length === 0) return 0
  const addresses = oneKind ? [3, 5] : [4, 6]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  for (const row of rows) {
    const line = row
      .map((cell, column) =>
        addresses.includes(column) ? cell.padStart(widths[column]!) : `${cell.padEnd(widths[column]!)} `,
      )
      .join('')
    await process.stdout.write(`${line.trimEnd()}\n`)
  }
  return 0
}

const ssSyntax = {
  short: 'hVnralmoepitunwx046sHOK',
  long: {
    all: 'a',
    help: 'h',
    ipv4: '4',
    ipv6: '6',
    listening: 'l',
    'no-header': 'H',
    numeric: 'n',
    processes: 'p',
    summary: 's',
    tcp: 't',
    udp: 'u',
    version: 'V',
  },
}

const stateNames: Readonly<Record<string, SocketEntry['state']>> = {
  established: 'ESTAB',
  listening: 'LISTEN',
  'syn-sent': 'SYN-SENT',
  unconnected: 'UNCONN',
}

/** `state established`, `sport = :80`, `dport :53`; nothing for what it cannot read. */
function ssFilter(words: readonly string[]) {
  const rest = words.filter(word => !['and', '(', ')'].includes(word))
  let state: SocketEntry['state'] | undefined
  const tests: ((entry: SocketEntry) => boolean)[] = []
  while (rest.length > 0) {
    const word = rest.shift()!
    if (word === 'state') {
      state = stateNames[rest.shift() ?? '']
      if (!state) return undefined
    } else if (word === 'sport' || word === 'dport') {
      if (['=', '==', 'eq'].includes(rest[0] ?? '')) rest.shift()
      const port = Number(/^:?(\d+)$/.exec(rest.shift() ?? '')?.[1])
      if (!(port >= 0)) return undefined
      tests.push(entry => (word === 'sport' ? entry.local : entry.remote)?.port === port)
    } else return undefined
  }
  return { state, ports: (entry: SocketEntry) => tests.every(test => test(entry)) }
}

function summary(entries: readonly SocketEntry[]): string {
  const count = (test: (entry: SocketEntry) => boolean) => entries.filter(test).length
  const tcp = count(({ protocol }) => protocol === 'TCP')
  const udp = count(({ protocol }) => protocol === 'UDP')
  const established = count(({ state }) => state === 'ESTAB')
  const row = (name: string, total: number) =>
    `${name.padEnd(10)}${String(total).padEnd(10)}${String(total).padEnd(10)}0         \n`
  return `Total: ${tcp + udp}\nTCP:   ${tcp} (estab ${established}, closed 0, orphaned 0, timewait 0)\n\nTransport Total     IP        IPv6\n${row('RAW', 0)}${row('UDP', udp)}${row('TCP', tcp)}${row('INET', tcp + udp)}${row('FRAG', 0)}\n`
}
