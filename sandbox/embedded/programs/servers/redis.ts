import { BrokenPipe } from '../../../process'
import type { Connection } from '../../network/sockets/connection'
import { beside } from '../beside'
import { createByteReader } from '../http/byte-reader'
import { serveEach } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'

const port = 6379
const version = '8.2.1'
const mostKeys = 1_000
const longest = 65_536

/** Redis with plain keys: enough to see who may connect, and that what one client sets another gets. */
export const redis: ContainerProgram = async (process, { sockets }) => {
  const at = process.argv.indexOf('--port')
  const own = at > 0 ? Number(process.argv[at + 1]) || port : port
  const wanted = process.argv[process.argv.indexOf('--requirepass') + 1]
  const password = process.argv.includes('--requirepass') ? wanted : undefined
  const listener = await listenOrSay(
    process,
    sockets,
    own,
    `# Warning: Could not create server TCP listening socket *:${own}: bind: Address already in use`,
  )
  if (!listener) return 1
  const keys = new Map<string, string>()
  beside(
    process,
    serveEach(listener, connection => converse(connection, keys, password)),
  )
  await process.stdout.write(
    `1:M * Running mode=standalone, port=${own}.\n1:M * Ready to accept connections tcp\n`,
  )
  await untilAborted(process.signal)
  return 0
}

const simple = (text: string) => `+${text}\r\n`
const error = (text: string) => `-${text}\r\n`
const integer = (value: number) => `:${value}\r\n`
const bulk = (text: string | undefined) =>
  text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`
const list = (items: readonly string[]) => `*${items.length}\r\n${items.map(bulk).join('')}`

type Keys = Map<string, string>
type Command = { readonly least: number; readonly run: (keys: Keys, args: readonly string[]) => string }

const count = (keys: Keys, [key = '', by = '1']: readonly string[], sign: number) => {
  const value = Number(keys.get(key) ?? 0) + sign * Number(by)
  if (!Number.isSafeInteger(value)) return error('ERR value is not an integer or out of range')
  keys.set(key, String(value))
  return integer(value)
}

/** In capital letters. */
const commands: Readonly<Record<string, Command>> = {
  APPEND: {
    least: 2,
    run: (keys, [key = '', text = '']) => {
      const value = `${keys.get(key) ?? ''}${text}`.slice(0, longest)
      keys.set(key, value)
      return integer(value.length)
    },
  },
  COMMAND: { least: 0, run: () => list([]) },
  DBSIZE: { least: 0, run: keys => integer(keys.size) },
  DECR: { least: 1, run: (keys, args) => count(keys, args.slice(0, 1), -1) },
  DEL: { least: 1, run: (keys, args) => integer(args.filter(key => keys.delete(key)).length) },
  ECHO: { least: 1, run: (_, [text]) => bulk(text) },
  EXISTS: { least: 1, run: (keys, args) => integer(args.filter(key => keys.has(key)).length) },
  FLUSHALL: {
    least: 0,
    run: keys => {
      keys.clear()
      return simple('OK')
    },
  },
  GET: { least: 1, run: (keys, [key = '']) => bulk(keys.get(key)) },
  INCR: { least: 1, run: (keys, args) => count(keys, args.slice(0, 1), 1) },
  INCRBY: { least: 2, run: (keys, args) => count(keys, args, 1) },
  INFO: {
    least: 0,
    run: keys =>
      bulk(
        `# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n\r\n# Keyspace\r\ndb0:keys=${keys.size}\r\n`,
      ),
  },
  KEYS: {
    least: 1,
    run: (keys, [pattern = '*']) => {
      const [before = '', after] = pattern.split('*')
      const fits = (key: string) =>
        after === undefined ? key === before : key.startsWith(before) && key.endsWith(after)
      return list([...keys.keys()].filter(fits))
    },
  },
  PING: { least: 0, run: (_, [text]) => (text === undefined ? simple('PONG') : bulk(text)) },
  SELECT: { least: 1, run: () => simple('OK') },
  SET: {
    least: 2,
    run: (keys, [key = '', value = '']) => {
      if (keys.size >= mostKeys && !keys.has(key))
        return error("OOM command not allowed when used memory > 'maxmemory'.")
      keys.set(key, value.slice(0, longest))
      return simple('OK')
    },
  },
}

function answer(keys: Keys, [name = '', ...args]: readonly string[]): string {
  const command = Object.hasOwn(commands, name.toUpperCase()) ? commands[name.toUpperCase()] : undefined
  if (!command) {
    const shown = args.map(argument => `'${argument.slice(0, 128)}' `).join('')
    return error(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`)
  }
  if (args.length < command.least)
    return error(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)
  return command.run(keys, args)
}

/** Inline commands and arrays of bulk strings (RESP). */
async function converse(connection: Connection, keys: Keys, password: string | undefined) {
  const reader = createByteReader(connection.input)
  const say = (text: string) => connection.output.write(text)
  let known = password === undefined
  try {
    for (let line = await reader.line(); line !== null; line = await reader.line()) {
      const [, count] = line.match(/^\*(\d{1,3})$/) ?? []
      const words: string[] = count === undefined ? line.split(' ').filter(word => word !== '') : []
      for (let word = 0; word < Number(count ?? 0); word++) {
        await reader.line()
        words.push((await reader.line()) ?? '')
      }
      const name = words[0]?.toUpperCase()
      if (name === undefined) continue
      if (name === 'QUIT') return await say(simple('OK'))
      if (name === 'AUTH') {
        known = password !== undefined && words.at(-1) === password
        if (password === undefined)
          await say(
            error(
              'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
            ),
          )
        else
          await say(
            known ? simple('OK') : error('WRONGPASS invalid username-password pair or user is disabled.'),
          )
        known ||= password === undefined
      } else await say(known ? answer(keys, words) : error('NOAUTH Authentication required.'))
    }
  } catch (problem) {
    if (!(problem instanceof BrokenPipe)) throw problem
  }
}
