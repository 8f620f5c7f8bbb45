import type { Connection } from '../../network/sockets/connection'
import { beside } from '../beside'
import { serveEach } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'
import { createPostgresReader, failure, int16, int32, message, sslRequest, text } from './postgres-wire'

const port = 5432
const version = 'PostgreSQL 17.6 (Debian 17.6-1.pgdg13+1) on x86_64-pc-linux-gnu'

/** What the image's entrypoint says when nobody chose a password. */
const noPassword = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`

/** PostgreSQL without tables: who may connect is answered, and so is a question for a constant. */
export const postgres: ContainerProgram = async (process, { sockets }) => {
  const {
    POSTGRES_PASSWORD: password,
    POSTGRES_HOST_AUTH_METHOD: method,
    POSTGRES_USER: user = 'postgres',
  } = process.env
  const { POSTGRES_DB: database = user } = process.env
  const trusting = method === 'trust'
  if (!password && !trusting) {
    await process.stderr.write(noPassword)
    return 1
  }
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    'LOG:  could not bind IPv4 address "0.0.0.0": Address already in use',
  )
  if (!listener) return 1
  const say = (level: string, words: string) =>
    process.stderr.write(
      `${new Date().toISOString().replace('T', ' ').replace('Z', ' UTC')} [1] ${level}:  ${words}\n`,
    )
  beside(process, serveEach(listener, converse))
  await say('LOG', `listening on IPv4 address "0.0.0.0", port ${port}`)
  await say('LOG', 'database system is ready to accept connections')
  await untilAborted(process.signal)
  return 0

  async function converse(connection: Connection): Promise<void> {
    const reader = createPostgresReader(connection)
    const send = (bytes: Uint8Array) => connection.output.write(bytes)
    const refuse = async (code: string, words: string) => {
      await say('FATAL', words)
      await send(failure('FATAL', code, words))
    }
    let begun = await reader.startup()
    if (begun?.code === sslRequest) {
      await send(Buffer.from('N'))
      begun = await reader.startup()
    }
    if (!begun) return
    const { user: asked = '', database: wanted = asked } = begun.parameters
    const isLocal = connection.remote.ip === '127.0.0.1'
    if (!trusting && !isLocal) {
      await send(message('R', int32(3)))
      const answer = await reader.next()
      if (answer?.type !== 'p') return
      if (asked !== user || answer.body.toString().replace(/\0$/, '') !== password)
        return refuse('28P01', `password authentication failed for user "${asked}"`)
    }
    if (asked !== user) return refuse('28000', `role "${asked}" does not exist`)
    if (wanted !== database && wanted !== 'postgres' && wanted !== 'template1')
      return refuse('3D000', `database "${wanted}" does not exist`)
    await send(Buffer.concat([message('R', int32(0)), ready]))
    for (let asking = await reader.next(); asking?.type === 'Q'; asking = await reader.next())
      await send(Buffer.concat([answerTo(asking.body.toString().replace(/\0$/, '')), ready]))
  }
}

const ready = message('Z', Buffer.from('I'))

/** One row of one column, an empty query, or why not. */
function answerTo(query: string): Buffer {
  const statement = query.trim().replace(/;$/, '').trim()
  if (statement === '') return message('I')
  const [, expression] = /^select\s+(.+)$/is.exec(statement) ?? []
  if (expression === undefined)
    return failure('ERROR', '0A000', 'this server keeps no tables: ask for SELECT and a constant')
  const [, literal] = /^'((?:[^']|'')*)'$/.exec(expression) ?? []
  if (literal !== undefined) return row('?column?', literal.replaceAll("''", "'"))
  if (/^-?\d+(\.\d+)?$/.test(expression)) return row('?column?', expression)
  if (/^version\(\)$/i.test(expression)) return row('version', version)
  if (/^now\(\)$/i.test(expression))
    return row('now', new Date().toISOString().replace('T', ' ').replace('Z', '+00'))
  const [, table] = /\bfrom\s+([\w.]+)/is.exec(expression) ?? []
  return table
    ? failure('ERROR', '42P01', `relation "${table}" does not exist`)
    : failure('ERROR', '0A000', 'this server keeps no tables: ask for SELECT and a constant')
}

const row = (column: string, value: string) =>
  Buffer.concat([
    message(
      'T',
      Buffer.concat([int16(1), text(column), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
    ),
    message('D', Buffer.concat([int16(1), int32(Buffer.byteLength(value)), Buffer.from(value)])),
    message('C', text('SELECT 1')),
  ])
