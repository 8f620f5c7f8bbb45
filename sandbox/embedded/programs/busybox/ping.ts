import { resolve } from '../../network/resolver'
import { familyOf } from '../family'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { pause } from '../until-aborted'
import { duration, optionError, usage } from './usage'

const usageText = `ping [OPTIONS] HOST

Send ICMP ECHO_REQUESTs to HOST

	-4,-6		Force IP or IPv6 name resolution
	-c CNT		Send only CNT pings
	-s SIZE		Send SIZE data bytes in packets (default 56)
	-i SECS		Interval
	-A		Ping as soon as reply is received
	-t TTL		Set TTL
	-I IFACE/IP	Source interface or IP address
	-W SEC		Seconds to wait for the first response (default 10)
			(after all -c CNT packets are sent)
	-w SEC		Seconds until ping exits (default:infinite)
			(can exit earlier with -c CNT)
	-q		Quiet, only display output at start/finish
	-p HEXBYTE	Payload pattern`

/** How long it waits for the last answer. Seconds. */
const lastWait = 10
const headerBytes = 8

/** busybox ping. */
export const ping: ContainerProgram = async (process, { pid, sockets }) => {
  const options = parseOptions(process.argv.slice(1), { short: '46c:s:i:At:I:W:w:qp:' })
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  if (options.problem) return fail(optionError('ping', options.problem, usageText))
  const [host] = options.operands
  if (host === undefined) return fail(usage(usageText))
  const size = Number(options.value('s') ?? 56)
  const count = options.has('c') ? Number(options.value('c')) : Number.POSITIVE_INFINITY
  const interval = duration(options.value('i') ?? '1') ?? 1
  const wait = duration(options.value('W') ?? String(lastWait)) ?? lastWait
  const limit = options.has('w') ? (duration(options.value('w')!) ?? 0) : Number.POSITIVE_INFINITY
  const context = { sockets, files: process.files, signal: process.signal }
  const family = process.argv[0]?.endsWith('ping6') ? 6 : familyOf(options)
  const found = await resolve(context, host, family)
  if ('failure' in found) return fail(`ping: bad address '${host}'\n`)
  const ip = found.addresses[0]!
  const hops = sockets.path(ip).length
  await process.stdout.write(`PING ${host} (${ip}): ${size} data bytes\n`)

  if (!sockets.canReach(ip)) return fail('ping: sendto: Network unreachable\n')

  const times: number[] = []
  let sent = 0
  const began = performance.now()
  const isOver = () => process.signal.aborted || performance.now() - began >= limit * 1_000
  while (sent < count && !isOver()) {
    const start = performance.now()
    const sequence = sent++
    const answered = sockets.echo(ip, { id: pid & 0xffff, sequence, size })
    if (answered) {
      const time = performance.now() - start + 0.04
      times.push(time)
      if (!options.has('q'))
        await process.stdout.write(
          `${size + headerBytes} bytes from ${ip}: seq=${sequence} ttl=${64 - hops} time=${time.toFixed(3)} ms\n`,
        )
    }
    const left = limit * 1_000 - (performance.now() - began)
    if (sent < count) await pause(Math.min(interval * 1_000, left), process.signal)
    else if (!answered) await pause(Math.min(wait * 1_000, left), process.signal)
  }
  const lost = sent === 0 ? 0 : Math.round((100 * (sent - times.length)) / sent)
  await process.stdout.write(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss\n`,
  )
  if (times.length === 0) return 1
  const average = times.reduce((sum, time) => sum + time, 0) / times.length
  const [min, avg, max] = [Math.min(...times), average, Math.max(...times)].map(time => time.toFixed(3))
  await process.stdout.write(`round-trip min/avg/max = ${min}/${avg}/${max} ms\n`)
  return 0
}
