import { BrokenPipe, type Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import { beside } from '../beside'
import type { ContainerProgram, Machine } from '../machine'
import { parseOptions } from '../options'
import { pause } from '../until-aborted'
import { type Address, parseAddress } from './address'
import { CannotOpen, type End, endOf, openEnd } from './end'

const usage = `socat by Gerhard Rieger and contributors - see www.dest-unreach.org
Usage:
socat [options] <bi-address> <bi-address>
   options (general command line options):
      -V     print version and feature information to stdout, and exit
      -h|-?  print a help text describing command line options and addresses
      -d[ddd]         increase verbosity (use up to 4 times; 2 are recommended)
      -t<timeout>     wait seconds before closing second channel
      -T<timeout>     total inactivity timeout in seconds
      -u     unidirectional mode (left to right)
      -U     unidirectional mode (right to left)
`
/** How long the other direction goes on when one has ended. Seconds. */
const linger = '0.5'
/** By commas and colons only what socat's own addresses look like. */
const listening = /^(TCP|SCTP)-LISTEN$/

/** socat: connects two addresses, in both directions unless told. */
export const socat: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1).map(keepAddress), { short: 'VhdDvxuUsb:t:T:l:46' })
  if (options.has('V')) {
    await process.stdout.write(
      'socat by Gerhard Rieger and contributors - see www.dest-unreach.org\nsocat version 1.8.0.3\n',
    )
    return 0
  }
  if (options.has('h')) {
    await process.stdout.write(usage)
    return 0
  }
  const fail = async (text: string) => {
    const now = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/')
    await process.stderr.write(`${now} socat[${machine.pid}] E ${text}\n`)
    return 1
  }
  if (options.problem) return fail(`unknown option "-${options.problem.option}"`)
  if (options.operands.length !== 2)
    return fail(
      `exactly 2 addresses required (there are ${options.operands.length}); use option "-h" for help`,
    )
  const [left, right] = options.operands.map(parseAddress) as [Address, Address]
  const lasting = Number(options.value('t') ?? linger) * 1_000
  const join = async (first: End, second: End) => {
    const directions = [
      ...(options.has('U') ? [] : [carry(first, second)]),
      ...(options.has('u') ? [] : [carry(second, first)]),
    ]
    const over = new AbortController()
    await Promise.race(directions)
    await Promise.race([
      Promise.all(directions),
      pause(lasting, AbortSignal.any([over.signal, process.signal])),
    ])
    over.abort()
    first.close()
    second.close()
  }
  try {
    if (listening.test(left.kind)) return await serve(process, machine, left, right, join)
    const first = await openEnd({ process, machine }, left)
    const second = listening.test(right.kind)
      ? await accepted(process, machine, right)
      : await openEnd({ process, machine }, right)
    if (second) await join(first, second)
    return 0
  } catch (error) {
    if (error instanceof CannotOpen) return fail(error.message)
    if (error instanceof NetworkError) {
      const {
        arguments: [port = ''],
      } = left
      return fail(`bind(5, {AF=2 0.0.0.0:${port}}, 16): ${error.message}`)
    }
    throw error
  }
}

/** A lone dash is stdin and stdout, and no option. */
const keepAddress = (argument: string) => (argument === '-' ? 'STDIO' : argument)

type Join = (first: End, second: End) => Promise<void>

const listen = ({ sockets }: Machine, { kind, arguments: [port = ''] }: Address) =>
  sockets.listen(Number(port), { protocol: kind.startsWith('SCTP') ? 'SCTP' : 'TCP' })

async function accepted(process: Process, machine: Machine, address: Address): Promise<End | undefined> {
  const listener = listen(machine, address)
  process.signal.addEventListener('abort', () => listener.dispose(), { once: true })
  const connection = await listener.accept()
  listener.dispose()
  return connection ? endOf(connection) : undefined
}

/** One connection, or with `fork` one after the other and several at once. */
async function serve(
  process: Process,
  machine: Machine,
  left: Address,
  right: Address,
  join: Join,
): Promise<number> {
  if (!('fork' in left.options)) {
    const first = await accepted(process, machine, left)
    if (first) await join(first, await openEnd({ process, machine }, right))
    return 0
  }
  const listener = listen(machine, left)
  process.signal.addEventListener('abort', () => listener.dispose(), { once: true })
  for (let next = await listener.accept(); next; next = await listener.accept()) {
    const first = endOf(next)
    const work = openEnd({ process, machine }, right).then(
      second => join(first, second),
      error => {
        first.close()
        throw error
      },
    )
    beside(process, work)
  }
  return 0
}

/** Carries what one end says to the other until it has said everything. */
async function carry(from: End, to: End): Promise<void> {
  try {
    for (let chunk = await from.input.read(); chunk !== null; chunk = await from.input.read())
      await to.output.write(chunk)
    to.output.close()
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
  }
}
