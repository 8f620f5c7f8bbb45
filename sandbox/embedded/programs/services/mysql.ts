import { randomBytes } from 'node:crypto'
import { beside } from '../beside'
import { serveEach } from '../http/server'
import type { ContainerProgram } from '../machine'
import { listenOrSay } from '../servers/listen-or-say'
import { untilAborted } from '../until-aborted'

const port = 3306
const accessDenied = 1045

/** A packet of the protocol: length, number, payload. */
function packet(number: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(payload.length, 0, 3)
  head[3] = number
  return Buffer.concat([head, payload])
}

/** Protocol::HandshakeV10. */
const greeting = (version: string) =>
  packet(
    0,
    Buffer.concat([
      Buffer.from([10]),
      Buffer.from(`${version}\0`),
      Buffer.from([8, 0, 0, 0]),
      randomBytes(8),
      Buffer.from([0, 0xff, 0xff, 0xff, 2, 0, 0xff, 0xdf, 21]),
      Buffer.alloc(10),
      randomBytes(12),
      Buffer.from('\0caching_sha2_password\0'),
    ]),
  )

/** Who it is stands behind the capabilities of the client's answer. */
const userOf = (answer: Uint8Array) =>
  Buffer.from(answer).subarray(36).toString('latin1').split('\0')[0] || 'root'

const denial = (number: number, user: string, ip: string) => {
  const code = Buffer.alloc(3)
  code[0] = 0xff
  code.writeUInt16LE(accessDenied, 1)
  const text = `#28000Access denied for user '${user}'@'${ip}' (using password: YES)`
  return packet(number, Buffer.concat([code, Buffer.from(text)]))
}

type Kind = { readonly program: string; readonly version: string; readonly prefixes: readonly string[] }

/**
 * mysqld and mariadbd without a database: they listen, greet who connects, and turn everybody away. They want to be told
 * a password, as the images do.
 */
export const mysqld =
  ({ program, version, prefixes }: Kind): ContainerProgram =>
  async (process, { sockets }) => {
    const options = ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'].flatMap(name =>
      prefixes.map(prefix => `${prefix}_${name}`),
    )
    const entry = (kind: string, text: string) =>
      `${new Date().toISOString().slice(0, 19).replace('T', ' ')}+00:00 [${kind}] [Entrypoint]: ${text}\n`
    if (!options.some(name => process.env[name])) {
      const list = options.map(name => `    - ${name}\n`).join('')
      await process.stderr.write(
        entry(
          'ERROR',
          `Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n${list.trimEnd()}`,
        ),
      )
      return 1
    }
    const taken = `[ERROR] [Server] Can't start server: Bind on TCP/IP port: Address already in use`
    const listener = await listenOrSay(process, sockets, port, taken)
    if (!listener) return 1
    beside(
      process,
      serveEach(listener, async ({ input, output, remote }) => {
        await output.write(greeting(version))
        const answer = await input.read()
        if (answer) await output.write(denial(2, userOf(answer), remote.ip))
      }),
    )
    await process.stderr.write(entry('Note', 'Entrypoint script for Server started.'))
    await process.stderr.write(
      `${program}: ready for connections. Version: '${version}'  socket: '/run/mysqld/mysqld.sock'  port: ${port}\n`,
    )
    await untilAborted(process.signal)
    return 0
  }
