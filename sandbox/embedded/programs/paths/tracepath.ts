import { resolve } from '../../network/resolver'
import { mtu } from '../inspect/addresses'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { probeHop } from './hops'

const usage = `
Usage
  tracepath [options] <destination>

Options:
  -4             use IPv4
  -6             use IPv6
  -b             print both name and IP
  -l <length>    use packet <length>
  -m <hops>      use maximum <hops>
  -n             no reverse DNS name resolution
  -p <port>      use destination <port>
  -V             print version and exit
  <destination>  DNS name or IP address

For more details see tracepath(8).
`
const tries = 3
const wait = 1_000
const mostHops = 30

/** tracepath of iputils. */
export const tracepath: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), { short: '46bhl:m:np:V' })
  const fail = async (text: string, status: number) => {
    await process.stderr.write(text)
    return status
  }
  if (options.has('V')) {
    await process.stdout.write('tracepath from iputils 20240905\n')
    return 0
  }
  const [host] = options.operands
  if (options.problem || host === undefined) return fail(usage, 255)
  const found = await resolve({ ...machine, files: process.files, signal: process.signal }, host)
  if ('failure' in found) return fail(`tracepath: ${host}: Name does not resolve\n`, 1)
  const ip = found.addresses[0]!
  const say = (text: string) => process.stdout.write(text)
  await say(` 1?: [LOCALHOST]${' '.repeat(22)}pmtu ${mtu}\n`)
  const most = Number(options.value('m') ?? mostHops)
  for (let hop = 1; hop <= most && !process.signal.aborted; hop++) {
    let time: number | undefined
    for (let turn = 0; turn < tries && time === undefined && !process.signal.aborted; turn++)
      time = await probeHop(machine, ip, hop, { wait, signal: process.signal })
    const head = `${String(hop).padStart(2)}: `
    if (time === undefined) {
      await say(`${head} no reply\n`)
      continue
    }
    const took = `${time.toFixed(3)}ms reached`
    await say(
      `${head} ${ip.padEnd(48)} ${took.padStart(15)}\n     Resume: pmtu ${mtu} hops ${hop} back ${hop} \n`,
    )
    return 0
  }
  await say(`     Too many hops: pmtu ${mtu}\n     Resume: pmtu ${mtu} \n`)
  return 0
}
