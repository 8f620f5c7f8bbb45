import { BrokenPipe, FileError, type Process, readAll, resolvePath } from '../../../process'
import type { Packet } from '../../network/capture/packet'
import { resolve } from '../../network/resolver'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { fileHeader, NoCapture, readCapture, record } from './bytes/pcap'
import { compileFilter, type Filter } from './filter'
import { FilterError } from './filter-error'
import { printer } from './print'
import { devices, usage, version } from './usage'

const interfaces = ['eth0', 'lo', 'any']
const directions = ['in', 'out', 'inout']
const snapshot = 262_144
const missing: Readonly<Record<string, string>> = { F: 'reads no filter files' }
const largestFile = 16_777_216
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
  if (!options.has('r') && machine.user.uid !== 0)
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
    return options.has('r')
      ? await replay(process, machine, options, filter)
      : await capture(process, machine, options, device, filter)
  } catch (error) {
    if (error instanceof FilterError || error instanceof NoCapture) return complain(process, error.message)
    if (error instanceof FileError)
      return complain(process, `${options.value('r') ?? options.value('w')}: ${error.message}`)
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
    const written = options.has('w')
    await process.stderr.write(verbose || written ? `tcpdump: ${listening}` : hint + listening)
    const print = written
      ? await writer(process, machine, options, any)
      : printer(process, machine, options, any)
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
  if (process.signal.aborted && !options.has('w')) await process.stdout.write('\n')
  const packets = (number: number) => `${number} packet${number === 1 ? '' : 's'}`
  await process.stderr.write(
    `${packets(captured)} captured\n${packets(received)} received by filter\n${packets(dropped)} dropped by kernel\n`,
  )
  return 0
}

/** `-r`: the packets of a file that the filter lets through, printed or, with `-w`, written. */
async function replay(
  process: Process,
  machine: Machine,
  options: ParsedOptions,
  filter: Filter,
): Promise<number> {
  const file = options.value('r')!
  const content =
    file === '-'
      ? await readAll(process.stdin, largestFile)
      : await process.files.read(resolvePath(process.cwd, file))
  const { any, snapshot: length, packets } = readCapture(content)
  const type = any ? 'LINUX_SLL2 (Linux cooked v2)' : 'EN10MB (Ethernet)'
  await process.stderr.write(`reading from file ${file}, link-type ${type}, snapshot length ${length}\n`)
  const show = options.has('w')
    ? await writer(process, machine, options, any)
    : printer(process, machine, options, any)
  const most = options.has('c') ? Number(options.value('c')) : Number.POSITIVE_INFINITY
  for (const packet of packets.filter(filter).slice(0, most)) await show(packet)
  return 0
}

/** `-w`: packets go to a file, or to stdout. */
async function writer(process: Process, machine: Machine, options: ParsedOptions, any: boolean) {
  const file = options.value('w')!
  const path = resolvePath(process.cwd, file)
  const length = Number(options.value('s') ?? snapshot) || snapshot
  const write = (bytes: Uint8Array, append: boolean) =>
    file === '-' ? process.stdout.write(bytes) : process.files.write(path, bytes, { append })
  await write(fileHeader(length, any), false)
  return (packet: Packet) => write(record(packet, machine.sockets.address, length, any), true)
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
