import { readTextLines } from '../../../process'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import { type ByteReader, createByteReader } from '../http/byte-reader'
import type { ContainerProgram } from '../machine'

const version = '8.2.1'
const withValue = new Set(['-h', '-p', '-a', '-n', '-t', '-u', '--pass', '--user'])

/** redis-cli: one command, or what is typed, line by line. */
export const redisCli: ContainerProgram = async (process, { sockets }) => {
  const args = process.argv.slice(1)
  const options = new Map<string, string>()
  while (args[0]?.startsWith('-')) {
    const option = args.shift()!
    options.set(option, withValue.has(option) ? (args.shift() ?? '') : '')
  }
  if (options.has('-v') || options.has('--version')) {
    await process.stdout.write(`redis-cli ${version}\n`)
    return 0
  }
  const uri = /^redis:\/\/(?::?([^@]*)@)?([^:/]+)(?::(\d+))?/.exec(options.get('-u') ?? '')
  const host = uri?.[2] ?? options.get('-h') ?? '127.0.0.1'
  const port = Number(uri?.[3] ?? options.get('-p') ?? 6379)
  const password = uri?.[1] ?? options.get('-a') ?? options.get('--pass') ?? process.env.REDISCLI_AUTH
  const fail = async (why: string) => {
    await process.stderr.write(`Could not connect to Redis at ${host}:${port}: ${why}\n`)
    return 1
  }
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
  if ('failure' in found)
    return fail(
      found.failure === 'timeout' ? 'Temporary failure in name resolution' : 'Name or service not known',
    )
  const seconds = Number(options.get('-t') ?? 0)
  const deadline = createDeadline(seconds > 0 ? seconds * 1_000 : undefined, process.signal)
  let connection: Connection
  try {
    connection = await sockets.connect({ ip: found.addresses[0]!, port }, { signal: deadline.signal })
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return fail(deadline.expired ? 'Connection timed out' : error.message)
  } finally {
    deadline.dispose()
  }
  const reader = createByteReader(connection.input)
  const ask = async (words: readonly string[]) => {
    await connection.output.write(
      `*${words.length}\r\n${words.map(word => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
    )
    return readReply(reader, process.stdout.tty !== undefined)
  }
  if (password) {
    if (options.has('-a') && !options.has('--no-auth-warning'))
      await process.stderr.write(
        "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
      )
    const reply = await ask(['AUTH', password])
    if (reply !== 'OK') await process.stderr.write(`AUTH failed: ${reply}\n`)
  }
  const show = async (words: readonly string[]) => {
    const reply = await ask(words)
    await process.stdout.write(`${reply ?? 'Error: Server closed the connection'}\n`)
    return reply === undefined || (reply.startsWith('ERR') && options.has('-e')) ? 1 : 0
  }
  let status = 0
  if (args.length > 0) status = await show(args)
  else {
    const prompt = process.stdin.tty ? () => process.stdout.write(`${host}:${port}> `) : async () => {}
    await prompt()
    for await (const line of readTextLines(process.stdin)) {
      const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
      if (/^(quit|exit)$/i.test(words[0] ?? '')) break
      if (words.length > 0) await show(words)
      await prompt()
    }
  }
  connection.close()
  return status
}

/** A reply as it is shown: to a terminal with quotes and types. Undefined when the server is gone. */
async function readReply(reader: ByteReader, forTerminal: boolean): Promise<string | undefined> {
  const line = await reader.line()
  if (line === null) return undefined
  const [kind, rest] = [line[0], line.slice(1)]
  if (kind === '-') return forTerminal ? `(error) ${rest}` : rest
  if (kind === ':') return forTerminal ? `(integer) ${rest}` : rest
  if (kind === '$') {
    if (rest === '-1') return forTerminal ? '(nil)' : ''
    const text = await readText(reader, Number(rest))
    return forTerminal ? JSON.stringify(text) : text
  }
  if (kind !== '*') return rest
  const items: string[] = []
  for (let index = 1; index <= Number(rest); index++) {
    const item = (await readReply(reader, forTerminal)) ?? ''
    items.push(forTerminal ? `${index}) ${item}` : item)
  }
  return items.length === 0 ? (forTerminal ? '(empty array)' : '') : items.join('\n')
}

async function readText(reader: ByteReader, size: number): Promise<string> {
  const pieces: Uint8Array[] = []
  for (let left = size + 2; left > 0; ) {
    const piece = await reader.some(left)
    if (piece === null) break
    pieces.push(piece)
    left -= piece.length
  }
  return Buffer.concat(pieces).subarray(0, size).toString()
}
