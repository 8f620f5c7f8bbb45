import { BrokenPipe, type Process } from '../../../process'
import type { Packet } from '../../network/capture/packet'
import { resolve } from '../../network/resolver'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { compileFilter, type Filter } from './filter'
import { FilterError } from './filter-error'
import { type Counters, type LineStyle, lineOf, type Names } from './line'
import { createHostNames } from './names'
import { services } from './ports'
import { devices, usage, version } from './usage'

const interfaces = ['eth0', 'lo', 'any']
const directions = ['in', 'out', 'inout']
const snapshot = 262_144
/** What would need the bytes of a packet, or a file of them. */
const missing: Readonly<Record<string, string>> = {
  A: 'prints no payloads',
  F: 'reads no filter files',
  r: 'reads no capture files',
  w: 'writes no capture files',
  x: 'prints no payloads',
  X: 'prints no payloads',
}
/** Packets that wait to be printed before further ones are dropped. */
const buffer = 4_096

/** tcpdump(8): the packets of the pod's network namespace, as it sees them. */
export const tcpdump: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), {
    short: 'AbB:c:C:dDeE:fF:G:hHi:IjJ:KlLM:nNOpqQ:r:s:StT:uUvV:w:W:xXy:z:Z:#',
    long: {
      help: 'h',
      interface: 'i:',
      version: 'h',
      'list-interfaces': 'D',
      direction: 'Q:',
      'snapshot-length': 's:',
    },
  })
  const problem = problemOf(options)
  if (problem !== undefined) {
    await process.stderr.write(problem)
    return 1
  }
  if (options.has('h')) return say(process, process.argv.includes('--version') ? version : usage)
  if (options.has('D')) return say(process, devices)
  const device = options.value('i') ?? 'eth0'
  if (machine.user.uid !== 0)
    return complain(
      process,
      `${device}: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)`,
    )
  try {
    const filter = await compileFilter(options.operands.join(' '), async name => {
      const found = await resolve(
        { sockets: machine.sockets, files: process.files, signal: process.signal },
        name,
      )
      return 'failure' in found ? [] : found.addresses
    })
    return await capture(process, machine, options, device, filter)
  } catch (error) {
    if (error instanceof FilterError) return complain(process, error.message)
    throw error
  }
}

async function capture(
  process: Process,
  machine: Machine,
  options: ParsedOptions,
  device: string,
  filter: Filter,
): Promise<number> {
  const count = options.has('c') ? Number(options.value('c')) : Number.POSITIVE_INFINITY
  const wantedDirection = options.value('Q') ?? 'inout'
  const verbose = options.has('v')
  const any = device === 'any'
  if (any) await process.stderr.write('tcpdump: data link type LINUX_SLL2\n')
  const type = any ? 'LINUX_SLL2 (Linux cooked v2)' : 'EN10MB (Ethernet)'
  const listening = `listening on ${device}, link-type ${type}, snapshot length ${options.value('s') ?? snapshot} bytes\n`
  const hint = 'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n'

  const isWanted = (packet: Packet) =>
    (any || packet.link === device) &&
    (wantedDirection === 'inout' || packet.direction.toLowerCase() === wantedDirection) &&
    filter(packet)
  const waiting: Packet[] = []
  let [captured, received, dropped] = [0, 0, 0]
  let wake = () => {}
  const watch = machine.sockets.watch(packet => {
    if (!isWanted(packet)) return
    // The kernel hands over what is said on the loopback twice, going out and coming in.
    received += packet.link === 'lo' ? 2 : 1
    if (waiting.length >= buffer) dropped++
    else waiting.push(packet)
    wake()
  })
  const stop = () => wake()
  process.signal.addEventListener('abort', stop, { once: true })
  try {
    await process.stderr.write(verbose ? `tcpdump: ${listening}` : hint + listening)
    const print = printer(process, machine, options, any)
    while (captured < count && !process.signal.aborted) {
      const packet = waiting.shift()
      if (!packet) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
        continue
      }
      captured++
      await print(packet)
    }
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
  } finally {
    watch.dispose()
    process.signal.removeEventListener('abort', stop)
  }
  if (process.signal.aborted) await process.stdout.write('\n')
  const packets = (number: number) => `${number} packet${number === 1 ? '' : 's'}`
  await process.stderr.write(
    `${packets(captured)} captured\n${packets(received)} received by filter\n${packets(dropped)} dropped by kernel\n`,
  )
  return 0
}

/** Prints one packet after the other, asking for names on the way unless told not to. */
function printer(process: Process, machine: Machine, options: ParsedOptions, any: boolean) {
  const { sockets, hostname } = machine
  const numbers = options.values('n').length
  const hosts = createHostNames({ sockets, files: process.files, hostname, signal: process.signal })
  const names: Names = {
    host: numbers > 0 ? ip => ip : hosts.name,
    // Debian's and Alpine's -n keep ports as numbers, too.
    port: numbers > 0 ? String : port => services[port] ?? String(port),
  }
  const style: LineStyle = {
    any,
    link: options.has('e'),
    verbose: options.has('v'),
    quiet: options.has('q'),
    absolute: options.has('S'),
    time: timeStyle(options.values('t').length),
  }
  const counters: Counters = new Map()
  return async (packet: Packet) => {
    if (numbers === 0) for (const ip of [packet.source, packet.destination]) await hosts.learn(ip)
    await process.stdout.write(lineOf(packet, sockets.address, style, names, counters))
  }
}

/** `-t` none, `-tt` seconds, `-ttt` since the last, `-tttt` with the date, `-ttttt` since the first. */
function timeStyle(given: number): (milliseconds: number) => string {
  let origin: number | undefined
  const micro = (value: number) => String(Math.floor((value * 1_000) % 1_000_000)).padStart(6, '0')
  const clock = (at: number) => `${new Date(at).toISOString().slice(11, 19)}.${micro(at)}`
  const since = (at: number) => {
    const passed = Math.max(0, at - (origin ?? at))
    if (given === 3 || origin === undefined) origin = at
    return ` ${new Date(passed).toISOString().slice(11, 19)}.${micro(passed)}`
  }
  const styles = [
    clock,
    () => '',
    (at: number) => `${Math.floor(at / 1_000)}.${micro(at)}`,
    since,
    (at: number) => `${new Date(at).toISOString().slice(0, 10)} ${clock(at)}`,
    since,
  ]
  return styles[Math.min(given, styles.length - 1)]!
}

function problemOf(options: ParsedOptions): string | undefined {
  if (options.problem) {
    const { kind, option, long } = options.problem
    if (long) return `tcpdump: unrecognized option: ${option.replace(/^--/, '')}\n${usage}`
    return `tcpdump: ${kind === 'unknown' ? 'unrecognized option' : 'option requires an argument'}: ${option}\n${usage}`
  }
  const absent = Object.keys(missing).find(option => options.has(option))
  if (absent) return `tcpdump: -${absent}: the tcpdump of this lab ${missing[absent]}\n`
  const count = options.value('c')
  if (count !== undefined && !/^[1-9]\d*$/.test(count)) return `tcpdump: invalid packet count ${count}\n`
  const length = options.value('s')
  if (length !== undefined && !(/^\d+$/.test(length) && Number(length) <= snapshot))
    return `tcpdump: invalid snaplen ${length} (must be >= 0 and <= ${snapshot})\n`
  const direction = options.value('Q')
  if (direction !== undefined && !directions.includes(direction))
    return `tcpdump: unknown capture direction \`${direction}'\n`
  const device = options.value('i')
  if (device !== undefined && !interfaces.includes(device))
    return `tcpdump: ${device}: No such device exists\n(No such device exists)\n`
  return undefined
}

async function complain(process: Process, text: string): Promise<number> {
  await process.stderr.write(`tcpdump: ${text}\n`)
  return 1
}

async function say(process: Process, text: string): Promise<number> {
  await process.stdout.write(text)
  return 0
}
