import { BrokenPipe, type Process } from '../../../process'
import { hostPort, isIPv6, type SocketAddress } from '../../network/address'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import type { Listener } from '../../network/stack'
import { beside } from '../beside'
import { familyOf } from '../family'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { copyBothWays, copyDatagrams, seemsOpen } from '../relay'
import { duration, optionError, usage } from './usage'

const usageText = `nc [OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

	-e PROG	Run PROG after connect (must be last)
	-l	Listen mode, for inbound connects
	-lk	With -e, provides persistent server
	-p PORT	Local port
	-s ADDR	Local address
	-w SEC	Timeout for connects and final net reads
	-i SEC	Delay interval for lines sent
	-n	Don't do DNS resolution
	-u	UDP mode
	-b	Allow broadcasts
	-v	Verbose
	-o FILE	Hex dump traffic
	-z	Zero-I/O mode (scanning)`

/** busybox nc 1.35 (its "nc_bloaty" build). */
export const nc: ContainerProgram = async (process, machine) => {
  const { own, command } = splitCommand(process.argv.slice(1))
  const options = parseOptions(own, { short: 'lp:s:w:i:nubvo:zk46' })
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  if (process.argv[1] === '--help') {
    await process.stderr.write(usage(usageText))
    return 0
  }
  if (options.problem) return fail(optionError('nc', options.problem, usageText))
  const wait = options.value('w')
  const seconds = wait === undefined ? undefined : duration(wait)
  if (wait !== undefined && seconds === undefined) return fail(`nc: invalid number '${wait}'\n`)
  const [host, portText = '0', ...more] = options.operands
  const local = options.value('p')
  if (options.has('l')) return listen(process, machine, options, Number(local ?? host ?? 0), seconds, command)
  if (host === undefined || more.length > 0) return fail(usage(usageText))
  const port = portNumber(portText)
  if (port === undefined) return fail(`nc: bad port '${portText}'\n`)
  return connect(process, machine, options, { host, port, seconds, command })
}

/** `-e PROG ARGS` is last: what stands behind it is not ours. */
function splitCommand(args: readonly string[]): { own: readonly string[]; command?: readonly string[] } {
  const at = args.findIndex(argument => /^-[a-z46]*e$/.test(argument))
  if (at < 0) return { own: args }
  const flags = args[at]!.slice(0, -1)
  return { own: [...args.slice(0, at), ...(flags === '-' ? [] : [flags])], command: args.slice(at + 1) }
}

/** Runs a program that talks to the peer instead of us. */
async function hand(process: Process, connection: Connection, command: readonly string[]): Promise<number> {
  const { input, output } = connection
  const ended = process.spawn?.(command, { stdin: input, stdout: output, stderr: process.stderr })
  if (ended === undefined)
    await process.stderr.write(`nc: can't execute '${command[0] ?? ''}': No such file or directory\n`)
  const status = (await ended?.catch(() => 1)) ?? 1
  connection.close()
  return status
}

/** It ends with the peer; `-w` counts once stdin has ended. */
const habits = { halfClose: false, until: 'peer', silenceFrom: 'input-end' } as const

const portNumber = (text: string) => (/^\d+$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined)

async function connect(
  process: Process,
  machine: Machine,
  options: ParsedOptions,
  {
    host,
    port,
    seconds,
    command,
  }: {
    host: string
    port: number
    seconds: number | undefined
    command?: readonly string[] | undefined
  },
): Promise<number> {
  const verbose = options.has('v')
  const context = { sockets: machine.sockets, files: process.files, signal: process.signal }
  const found = await resolve(context, host, familyOf(options))
  if ('failure' in found) {
    await process.stderr.write(`nc: bad address '${host}'\n`)
    return 1
  }
  const ip = found.addresses[0]!
  const shown = `${host} (${hostPort({ ip, port })})`
  const limit = seconds === undefined ? undefined : seconds * 1_000
  if (options.has('u')) {
    const socket = machine.sockets.bind(0)
    if (!options.has('z')) return copyDatagrams(process, socket, { ip, port }, limit)
    const open = await seemsOpen(socket, { ip, port }, limit ?? 1_000, process.signal)
    if (open && verbose) await process.stderr.write(`${shown} open\n`)
    return open ? 0 : 1
  }
  const deadline = createDeadline(limit, process.signal)
  try {
    const connection = await machine.sockets.connect({ ip, port }, { signal: deadline.signal })
    if (verbose) await process.stderr.write(`${shown} open\n`)
    if (options.has('z')) return 0
    if (command) return await hand(process, connection, command)
    return await copyBothWays(process, connection, { ...habits, silence: limit })
  } catch (error) {
    if (error instanceof BrokenPipe) return 0
    if (!(error instanceof NetworkError)) throw error
    // A refused connection is only worth a word when asked twice.
    const quiet = !verbose || (error.code === 'ECONNREFUSED' && options.values('v').length < 2)
    const reason = deadline.expired ? 'Connection timed out' : error.message
    if (!quiet && !process.signal.aborted) {
      await process.stderr.write(`nc: ${shown}: ${reason}\n`)
      if (options.values('v').length > 1) await process.stderr.write('sent 0, rcvd 0\n')
    }
    return 1
  } finally {
    deadline.dispose()
  }
}

async function listen(
  process: Process,
  machine: Machine,
  options: ParsedOptions,
  port: number,
  seconds: number | undefined,
  command: readonly string[] | undefined,
): Promise<number> {
  const limit = seconds === undefined ? undefined : seconds * 1_000
  try {
    if (options.has('u')) return await copyDatagrams(process, machine.sockets.bind(port), undefined, limit)
    const listener = machine.sockets.listen(port)
    if (options.has('v')) await process.stderr.write(`listening on [::]:${listener.port} ...\n`)
    const deadline = createDeadline(limit, process.signal)
    deadline.signal.addEventListener('abort', () => listener.dispose(), { once: true })
    if (command && options.has('k')) return await serveAll(process, listener, command)
    const connection = await listener.accept()
    deadline.dispose()
    listener.dispose()
    if (connection === null) return 1
    const { local, remote } = connection
    if (options.has('v'))
      await process.stderr.write(`connect to ${mapped(local)} from ${mapped(remote)} (${mapped(remote)})\n`)
    if (command) return await hand(process, connection, command)
    return await copyBothWays(process, connection, { ...habits, silence: limit })
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    await process.stderr.write(`nc: bind: ${error.message}\n`)
    return 1
  }
}

/** An IPv6 socket shows IPv4 so. */
const mapped = ({ ip, port }: SocketAddress) => `[${isIPv6(ip) ? '' : '::ffff:'}${ip}]:${port}`

/** `-lk -e`: a program for everybody who comes. */
async function serveAll(process: Process, listener: Listener, command: readonly string[]): Promise<number> {
  for (;;) {
    const connection = await listener.accept()
    if (connection === null) return 1
    beside(process, hand(process, connection, command))
  }
}
