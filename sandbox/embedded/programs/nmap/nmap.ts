import { setMaxListeners } from 'node:events'
import { type Process, pace } from '../../../process'
import { formatIPv4, isIPv6, parseIPv4 } from '../../network/address'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { ContainerProgram, Machine } from '../machine'
import { serviceNames, topHundred, topThousand } from './ports'

const version = '7.93'
const together = 100
const patience = 1_000
const mostHosts = 256
const withValue =
  /^-(p|o[NGXA]|T|i[LR]|D|S|e|g)$|^--(top-ports|max-retries|host-timeout|min-rate|max-rate|script|exclude|max-rtt-timeout|initial-rtt-timeout|min-parallelism|max-parallelism|data-length|ttl|source-port|dns-servers)$/

type State = 'open' | 'closed' | 'filtered'
type Scan = {
  targets: string[]
  ports: number[]
  chosen: boolean
  ping: boolean
  scan: boolean
  openOnly: boolean
  reason: boolean
  family: 4 | 6
}

/** nmap(1): who is there and which ports are open, by connecting to them. */
export const nmap: ContainerProgram = async (process, machine) => {
  const say = (text: string) => process.stdout.write(text)
  const args = process.argv.slice(1)
  if (args.includes('--version') || args.includes('-V')) {
    await say(`Nmap version ${version} ( https://nmap.org )\nPlatform: x86_64-pc-linux-gnu\n`)
    return 0
  }
  const request = parse(args)
  if (typeof request === 'string') {
    await process.stderr.write(`${request}\nQUITTING!\n`)
    return 1
  }
  if (request.targets.length === 0) {
    await say(
      `Nmap ${version} ( https://nmap.org )\nUsage: nmap [Scan Type(s)] [Options] {target specification}\n`,
    )
    return 255
  }
  const started = performance.now()
  // Each connection listens for the signal.
  setMaxListeners(2 * together, process.signal)
  await say(
    `Starting Nmap ${version} ( https://nmap.org ) at ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC\n`,
  )
  let hosts = 0
  let up = 0
  for (const target of request.targets)
    for (const { name, ip } of await addressesOf(process, machine, target, request.family)) {
      if (process.signal.aborted) return 1
      hosts++
      const begun = performance.now()
      if (request.ping && !(await isUp(process, machine, ip))) continue
      up++
      await say(await report(process, machine, request, { name, ip, latency: performance.now() - begun }))
    }
  if (hosts === 0) await process.stderr.write('WARNING: No targets were specified, so 0 hosts scanned.\n')
  if (hosts === 1 && up === 0)
    await say('Note: Host seems down. If it is really up, but blocking our ping probes, try -Pn\n')
  const took = ((performance.now() - started) / 1_000).toFixed(2)
  await say(
    `Nmap done: ${hosts} IP address${hosts === 1 ? '' : 'es'} (${up} host${up === 1 ? '' : 's'} up) scanned in ${took} seconds\n`,
  )
  return 0
}

function parse(args: readonly string[]): Scan | string {
  const scan: Scan = {
    targets: [],
    ports: numbers(topThousand),
    chosen: false,
    ping: true,
    scan: true,
    openOnly: false,
    reason: false,
    family: 4,
  }
  const queue = [...args]
  const choose = (text: string) => {
    if (text !== '-' && !/^[\d,\s-]+$/.test(text))
      return `Error #485: Your port specifications are illegal.  Example of proper form: "-100,200-1024,T:3000-4000,U:60000-"`
    scan.ports = numbers(text === '-' ? '1-65535' : text)
    scan.chosen = true
    return undefined
  }
  while (queue.length > 0) {
    const argument = queue.shift()!
    if (argument === '-Pn' || argument === '-P0') scan.ping = false
    else if (argument === '-sn' || argument === '-sP') scan.scan = false
    else if (argument === '-F') scan.ports = numbers(topHundred)
    else if (argument === '-6') scan.family = 6
    else if (argument === '--open') scan.openOnly = true
    else if (argument === '--reason') scan.reason = true
    else if (argument === '--top-ports')
      scan.ports = numbers(topThousand).slice(0, Number(queue.shift()) || 1)
    else if (/^-p./.test(argument) || argument === '-p') {
      const problem = choose(argument.slice(2) || (queue.shift() ?? ''))
      if (problem) return problem
    } else if (withValue.test(argument)) queue.shift()
    else if (!argument.startsWith('-')) scan.targets.push(argument)
  }
  return scan
}

const numbers = (text: string): number[] =>
  text.split(',').flatMap(part => {
    const [from = 0, to = from] = part.trim().split('-').map(Number)
    return from > 0 && to <= 65_535
      ? Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
      : []
  })

async function addressesOf(process: Process, { sockets }: Machine, target: string, family: 4 | 6) {
  const [, network, bits] = /^([\d.]+)\/(\d+)$/.exec(target) ?? []
  const first = network === undefined ? undefined : parseIPv4(network)
  if (first !== undefined) {
    const size = Math.min(2 ** (32 - Number(bits)), mostHosts)
    const base = first - (first % size)
    return Array.from({ length: size }, (_, index) => {
      const ip = formatIPv4(base + index)
      return { name: ip, ip }
    })
  }
  if (isIPv6(target) && family !== 6) {
    await process.stderr.write(
      `${target} looks like an IPv6 target specification -- you have to use the -6 option.\n`,
    )
    return []
  }
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, target, family)
  if (!('failure' in found)) return [{ name: target, ip: found.addresses[0]! }]
  await process.stderr.write(`Failed to resolve "${target}".\n`)
  return []
}

async function isUp(process: Process, machine: Machine, ip: string): Promise<boolean> {
  const request = { id: Math.floor(Math.random() * 65_536), sequence: 0, size: 0 }
  if (machine.sockets.echo(ip, request)) return true
  const states = await Promise.all([80, 443].map(port => stateOf(process, machine, ip, port)))
  return states.some(state => state !== 'filtered')
}

async function stateOf({ signal }: Process, { sockets }: Machine, ip: string, port: number): Promise<State> {
  const deadline = createDeadline(patience, signal)
  try {
    const connection = await sockets.connect({ ip, port }, { signal: deadline.signal })
    connection.close()
    return 'open'
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return error.code === 'ECONNREFUSED' ? 'closed' : 'filtered'
  } finally {
    deadline.dispose()
  }
}

async function statesOf(process: Process, machine: Machine, ip: string, ports: readonly number[]) {
  const states: { port: number; state: State }[] = []
  for (let at = 0; at < ports.length && !process.signal.aborted; at += together) {
    await pace(true)
    states.push(
      ...(await Promise.all(
        ports
          .slice(at, at + together)
          .map(async port => ({ port, state: await stateOf(process, machine, ip, port) })),
      )),
    )
  }
  return states
}

const whys: Readonly<Record<State, string>> = {
  open: 'syn-ack',
  closed: 'conn-refused',
  filtered: 'no-response',
}
/** A state that more ports have is not shown port by port. */
const mostShown = 25

async function report(
  process: Process,
  machine: Machine,
  request: Scan,
  { name, ip, latency }: { name: string; ip: string; latency: number },
): Promise<string> {
  const shown = name === ip ? ip : `${name} (${ip})`
  const up = `Nmap scan report for ${shown}\nHost is up${request.reason ? `, received ${request.ping ? 'echo-reply' : 'user-set'}` : ''} (${(latency / 1_000).toPrecision(2)}s latency).\n`
  if (!request.scan) return up
  const states = await statesOf(process, machine, ip, request.ports)
  const many = (['closed', 'filtered'] as const)
    .map(state => ({ state, count: states.filter(one => one.state === state).length }))
    .filter(({ count }) => count > mostShown)
  const hidden = many.map(({ state, count }) => `${count} ${state} tcp ports (${whys[state]})`).join(', ')
  const rows = states.filter(
    ({ state }) => !many.some(one => one.state === state) && (!request.openOnly || state === 'open'),
  )
  if (rows.length === 0 && request.openOnly) return ''
  if (rows.length === 0)
    return `${up}All ${states.length} scanned ports on ${shown} are in ignored states.\nNot shown: ${hidden}\n\n`
  const cells = [
    ['PORT', 'STATE', 'SERVICE', ...(request.reason ? ['REASON'] : [])],
    ...rows.map(({ port, state }) => [
      `${port}/tcp`,
      state,
      serviceNames[port] ?? 'unknown',
      ...(request.reason ? [whys[state]] : []),
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(row => row[column]!.length)))
  const table = cells
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join(' ')
          .trimEnd()}\n`,
    )
    .join('')
  return `${up}${hidden ? `Not shown: ${hidden}\n` : ''}${hidden ? '' : '\n'}${table}\n`
}
