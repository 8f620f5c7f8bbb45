import { isIPv6 } from '../../network/address'
import { resolve } from '../../network/resolver'
import { familyOf } from '../family'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { pause } from '../until-aborted'
import { optionError, usage } from './usage'

const usageText = `traceroute [-46IFlnrv] [-f 1ST_TTL] [-m MAXTTL] [-q PROBES] [-p PORT]
	[-t TOS] [-w WAIT_SEC] [-s SRC_IP] [-i IFACE]
	[-z PAUSE_MSEC] HOST [BYTES]`

const defaultHops = 30
const mostHops = 255
const defaultWait = 3
const probes = 3

/** busybox traceroute: the own node says nothing of itself, another one does, then the pod answers or nobody does. */
export const traceroute: ContainerProgram = async (process, { sockets }) => {
  const options = parseOptions(process.argv.slice(1), { short: '46IFlnrvf:m:q:p:t:w:s:i:z:' })
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  if (options.problem) return fail(optionError('traceroute', options.problem, usageText))
  const [host] = options.operands
  if (host === undefined) return fail(usage(usageText))
  const context = { sockets, files: process.files, signal: process.signal }
  const family = process.argv[0]?.endsWith('traceroute6') ? 6 : familyOf(options)
  const found = await resolve(context, host, family)
  if ('failure' in found) return fail(`traceroute: bad address '${host}'\n`)
  const ip = found.addresses[0]!
  if (!sockets.canReach(ip)) return fail('traceroute: sendto: Network unreachable\n')
  const hops = Math.min(Number(options.value('m') ?? defaultHops) || defaultHops, mostHops)
  const wait = Number(options.value('w') ?? defaultWait) * 1_000
  await process.stdout.write(
    `traceroute to ${host} (${ip}), ${hops} hops max, ${isIPv6(ip) ? 72 : 46} byte packets\n`,
  )
  const [, ...routers] = sockets.path(ip)
  for (let hop = 1; hop <= hops && !process.signal.aborted; hop++) {
    const number = String(hop).padStart(2)
    const router = routers[hop - 2]
    const answering = router ?? (hop > 1 && sockets.echo(ip) ? ip : undefined)
    if (answering !== undefined) {
      await process.stdout.write(`${number}  ${answering} (${answering})  0.009 ms  0.004 ms  0.005 ms\n`)
      if (answering === ip) return 0
      continue
    }
    await process.stdout.write(`${number} `)
    for (let probe = 0; probe < probes && !process.signal.aborted; probe++) {
      await pause(wait, process.signal)
      await process.stdout.write(' *')
    }
    await process.stdout.write('\n')
  }
  return 0
}
