import { resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { pause } from '../until-aborted'
import { probeHop } from './hops'

const usage = `
Usage:
 mtr [options] hostname

 -4                         use IPv4 only
 -r, --report               output using report mode
 -w, --report-wide          output wide report
 -c, --report-cycles COUNT  set the number of pings sent
 -n, --no-dns               do not resolve host names
 -i, --interval SECONDS     ICMP echo request interval
 -m, --max-ttl NUMBER       maximum number of hops
 -v, --version              output version information and exit

See the 'man 8 mtr' for details.
`
const nameWidth = 33
const wait = 1_000

/** One hop's times, of `sent` packets. */
type Row = { readonly name: string; readonly sent: number; readonly times: readonly number[] }

function line(number: number, { name, sent, times }: Row, width: number): string {
  const loss = (100 * (sent - times.length)) / sent
  const average = times.length === 0 ? 0 : times.reduce((sum, time) => sum + time, 0) / times.length
  const spread = times.reduce((sum, time) => sum + (time - average) ** 2, 0)
  const numbers = [
    times.at(-1) ?? 0,
    average,
    Math.min(...times, times[0] ?? 0),
    Math.max(...times, 0),
    times.length > 1 ? Math.sqrt(spread / (times.length - 1)) : 0,
  ]
  const share = loss === 100 ? '100.0' : `${loss.toFixed(1)}%`
  const cells = numbers.map(value => value.toFixed(1).padStart(6)).join('')
  return `${`${String(number).padStart(3)}.|-- ${name}`.padEnd(width)}${share.padStart(6)}${String(sent).padStart(6)} ${cells}\n`
}

/** mtr as a report (`-r`, `-w`): ten packets to each hop, a second apart. */
export const mtr: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), {
    short: '46rwc:nbi:m:vhTuP:s:z',
    long: {
      help: 'h',
      interval: 'i:',
      'max-ttl': 'm:',
      'no-dns': 'n',
      report: 'r',
      'report-cycles': 'c:',
      'report-wide': 'w',
      version: 'v',
    },
  })
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  if (options.has('v')) {
    await process.stdout.write('mtr 0.95\n')
    return 0
  }
  const [host] = options.operands
  if (options.problem || options.has('h') || host === undefined) return fail(usage)
  if (!options.has('r') && !options.has('w'))
    return fail('mtr: the mtr of this lab only writes reports: mtr -r HOST\n')
  const found = await resolve({ ...machine, files: process.files, signal: process.signal }, host)
  if ('failure' in found) return fail(`mtr: Failed to resolve host: ${host}: Name does not resolve\n`)
  const ip = found.addresses[0]!
  const cycles = Number(options.value('c') ?? 10) || 10
  const interval = (Number(options.value('i') ?? 1) || 1) * 1_000
  const most = Math.min(Number(options.value('m') ?? 30) || 30, 30)
  const start = new Date().toISOString().slice(0, 19)
  const { signal } = process

  // Who answers is as far as it goes; a path on which nobody does ends after the hops that stay silent.
  const reached = async (hop: number) => (await probeHop(machine, ip, hop, { wait: 0, signal })) !== undefined
  let last = 1
  while (last < most && !(await reached(last))) last++
  const silent = last === most && !(await reached(last))
  const hops = silent ? 1 : last
  const rows: { name: string; sent: number; times: number[] }[] = Array.from({ length: hops }, () => ({
    name: '???',
    sent: 0,
    times: [],
  }))
  for (let cycle = 0; cycle < cycles && !signal.aborted; cycle++) {
    for (const [at, row] of rows.entries()) {
      row.sent++
      const time = await probeHop(machine, ip, at + 1, { sequence: cycle, wait: 0, signal })
      if (time === undefined) continue
      row.times.push(time)
      row.name = ip
    }
    if (cycle + 1 < cycles) await pause(interval, signal)
  }
  if (rows.some(({ times }) => times.length < cycles)) await pause(wait, signal)
  const title = `HOST: ${machine.hostname}`
  const width = options.has('w') ? Math.max(nameWidth, title.length + 1) : nameWidth
  const head = `${title.slice(0, width).padEnd(width)} Loss%   Snt   Last   Avg  Best  Wrst StDev\n`
  await process.stdout.write(
    `Start: ${start}+0000\n${head}${rows.map((row, at) => line(at + 1, row, width)).join('')}`,
  )
  return 0
}
