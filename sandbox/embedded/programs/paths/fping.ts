import { resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { pause } from '../until-aborted'

const usage = 'Usage: fping [options] [targets...]\n'
const wait = 500
const period = 1_000
const size = 56
/** Addresses of a block that are tried. */
const mostTargets = 1_024

/** fping: which of many answer; `-c` counts, `-a` and `-u` list, `-g` takes a block. */
export const fping: ContainerProgram = async (process, { pid, sockets }) => {
  const options = parseOptions(process.argv.slice(1), { short: '46aAb:c:C:dDegH:i:l:nN:p:qr:sS:t:uv' })
  if (options.has('v')) {
    await process.stdout.write('fping: Version 5.2\n')
    return 0
  }
  const targets = options.has('g') ? blockOf(options.operands) : options.operands
  if (options.problem || targets.length === 0) {
    await process.stderr.write(usage)
    return 3
  }
  const counted = options.value('c')
  const quiet = options.has('q')
  const listing = options.has('a') || options.has('u')
  let worst = 0
  for (const target of targets) {
    if (process.signal.aborted) break
    const found = await resolve({ sockets, files: process.files, signal: process.signal }, target)
    if ('failure' in found) {
      await process.stderr.write(`${target}: Name does not resolve\n`)
      worst = Math.max(worst, 2)
      continue
    }
    const ip = found.addresses[0]!
    const times: number[] = []
    const tries = counted === undefined ? 1 : Math.max(1, Number(counted) || 1)
    for (let sequence = 0; sequence < tries && !process.signal.aborted; sequence++) {
      const start = performance.now()
      const answered = sockets.echo(ip, { id: pid & 0xffff, sequence, size })
      if (answered) {
        times.push(performance.now() - start + 0.04)
        const average = times.reduce((sum, time) => sum + time, 0) / times.length
        const loss = Math.round((100 * (sequence + 1 - times.length)) / (sequence + 1))
        if (counted !== undefined && !quiet)
          await process.stdout.write(
            `${target} : [${sequence}], ${size + 8} bytes, ${times.at(-1)!.toPrecision(3)} ms (${average.toPrecision(3)} avg, ${loss}% loss)\n`,
          )
      } else if (counted !== undefined && !quiet)
        await process.stdout.write(`${target} : [${sequence}], timed out (NaN avg, 100% loss)\n`)
      await pause(sequence + 1 < tries ? period : answered ? 0 : wait, process.signal)
    }
    const alive = times.length > 0
    if (!alive) worst = Math.max(worst, 1)
    if (counted !== undefined) {
      const loss = Math.round((100 * (tries - times.length)) / tries)
      const average = times.reduce((sum, time) => sum + time, 0) / times.length
      const [min, avg, max] = [Math.min(...times), average, Math.max(...times)].map(time =>
        time.toPrecision(3),
      )
      const spread = alive ? `, min/avg/max = ${min}/${avg}/${max}` : ''
      await process.stderr.write(`${target} : xmt/rcv/%loss = ${tries}/${times.length}/${loss}%${spread}\n`)
    } else if (listing) {
      if (alive === options.has('a')) await process.stdout.write(`${target}\n`)
    } else await process.stdout.write(`${target} is ${alive ? 'alive' : 'unreachable'}\n`)
  }
  return worst
}

/** `10.244.0.0/28`, or the first and the last address. */
function blockOf(operands: readonly string[]): string[] {
  const number = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const text = (value: number) => [24, 16, 8, 0].map(shift => (value >>> shift) & 255).join('.')
  const [first = '', last] = operands
  const [base = '', bits] = first.split('/')
  const size = bits === undefined ? 0 : 2 ** (32 - Number(bits))
  const from = bits === undefined ? number(base) : Math.floor(number(base) / size) * size + (size > 2 ? 1 : 0)
  const to = bits === undefined ? number(last ?? base) : from + size - (size > 2 ? 3 : 1)
  if (!(to >= from && to - from < mostTargets)) return []
  return Array.from({ length: to - from + 1 }, (_, at) => text(from + at))
}
