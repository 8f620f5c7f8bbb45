import type { Process } from '../../../process'
import type { Packet } from '../../network/capture/packet'
import type { Machine } from '../machine'
import type { ParsedOptions } from '../options'
import { asciiDump, hexDump } from './bytes/dump'
import { ipBytes, linkBytes } from './bytes/frame'
import { type Counters, type LineStyle, lineOf, type Names } from './line'
import { createHostNames } from './names'
import { services } from './ports'

/** Prints one packet after the other, asking for names on the way unless told not to. */
export function printer(process: Process, machine: Machine, options: ParsedOptions, any: boolean) {
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
  const dump = dumpOf(options, sockets.address, any)
  return async (packet: Packet) => {
    if (numbers === 0) for (const ip of [packet.source, packet.destination]) await hosts.learn(ip)
    await process.stdout.write(lineOf(packet, sockets.address, style, names, counters) + dump(packet))
  }
}

/** `-x` and `-X` in hexadecimal, `-A` as text; given twice, with the link's header. */
function dumpOf(options: ParsedOptions, own: string, any: boolean): (packet: Packet) => string {
  const given = ['X', 'x', 'A'].find(option => options.has(option))
  if (given === undefined) return () => ''
  const withLink = options.values(given).length > 1
  return packet => {
    const bytes = withLink ? Buffer.concat([linkBytes(packet, own, any), ipBytes(packet)]) : ipBytes(packet)
    return given === 'A' ? asciiDump(bytes) : hexDump(bytes, given === 'X')
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
