import type { Process } from '../../../process'
import { readTextLines } from '../../../process'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import {
  createPostgresReader,
  fieldsOf,
  message,
  type PostgresReader,
  startup,
  text,
} from '../servers/postgres-wire'

const version = '17.6 (Debian 17.6-1.pgdg13+1)'
const syntax = {
  short: 'h:p:U:d:c:t:AqXwWlVv:f:',
  long: {
    host: 'h:',
    port: 'p:',
    username: 'U:',
    dbname: 'd:',
    command: 'c:',
    timeout: 't:',
    'tuples-only': 't',
    'no-align': 'A',
    quiet: 'q',
    'no-password': 'w',
    password: 'W',
    version: 'V',
  },
}

type Target = {
  host: string
  port: number
  user: string
  database: string
  password?: string
  timeout?: number
}

/** From options, a connection string (`host=… user=…` or a URI) and the environment. */
function targetOf({ env }: Process, options: ParsedOptions): Target {
  const [given = '', second] = [
    options.value('d') ?? options.operands[0],
    options.operands.at(options.has('d') ? 0 : 1),
  ]
  const uri = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/.exec(
    given,
  )
  const words: Record<string, string> = given.includes('=')
    ? Object.fromEntries([...given.matchAll(/(\w+)\s*=\s*(\S+)/g)].map(([, name, value]) => [name!, value!]))
    : {}
  const plain = uri || given.includes('=') ? undefined : given || undefined
  const user = options.value('U') ?? uri?.[1] ?? words.user ?? second ?? env.PGUSER ?? 'root'
  const password = uri?.[2] ?? words.password ?? env.PGPASSWORD
  const timeout = Number(words.connect_timeout ?? env.PGCONNECT_TIMEOUT ?? 0)
  return {
    host: options.value('h') ?? (uri?.[3] || undefined) ?? words.host ?? env.PGHOST ?? '127.0.0.1',
    port: Number(options.value('p') ?? uri?.[4] ?? words.port ?? env.PGPORT ?? 5432),
    user,
    database: (uri?.[5] || undefined) ?? words.dbname ?? plain ?? env.PGDATABASE ?? user,
    ...(password && { password }),
    ...(timeout > 0 && { timeout: Math.max(2, timeout) }),
  }
}

/** It could not be connected; `message` as libpq says it. */
class ConnectionFailure extends Error {}

async function connect(
  process: Process,
  { sockets }: Machine,
  { host, port, timeout }: Target,
): Promise<Connection> {
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
  if ('failure' in found) {
    const why =
      found.failure === 'timeout' ? 'Temporary failure in name resolution' : 'Name or service not known'
    throw new ConnectionFailure(`could not translate host name "${host}" to address: ${why}`)
  }
  const ip = found.addresses[0]!
  const shown = ip === host ? `"${host}"` : `"${host}" (${ip})`
  const deadline = createDeadline(timeout && timeout * 1_000, process.signal)
  try {
    return await sockets.connect({ ip, port }, { signal: deadline.signal })
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const failed = `connection to server at ${shown}, port ${port} failed:`
    if (deadline.expired) throw new ConnectionFailure(`${failed} timeout expired`)
    throw new ConnectionFailure(
      `${failed} ${error.message}\n\tIs the server running on that host and accepting TCP/IP connections?`,
    )
  } finally {
    deadline.dispose()
  }
}

/** pg_isready(1): 0 accepts, 1 refuses, 2 does not answer. */
export const pgIsReady: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), syntax)
  if (options.has('V')) {
    await process.stdout.write(`pg_isready (PostgreSQL) ${version}\n`)
    return 0
  }
  const target = { ...targetOf(process, options), timeout: Number(options.value('t') ?? 3) || 3 }
  const shown = options.has('h') || process.env.PGHOST ? target.host : '/var/run/postgresql'
  const say = (what: string) =>
    options.has('q') ? Promise.resolve() : process.stdout.write(`${shown}:${target.port} - ${what}\n`)
  try {
    const connection = await connect(process, machine, target)
    await connection.output.write(startup({ user: target.user, database: target.database }))
    const answer = await createPostgresReader(connection).next()
    connection.close()
    await say(answer?.type === 'R' || answer?.type === 'E' ? 'accepting connections' : 'no response')
    return answer ? 0 : 2
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error
    await say('no response')
    return 2
  }
}

/** psql(1), as far as the server of these images answers: log in, ask for a constant. */
export const psql: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), { ...syntax, short: syntax.short.replace('t:', 't') })
  if (options.has('V')) {
    await process.stdout.write(`psql (PostgreSQL) ${version}\n`)
    return 0
  }
  const target = targetOf(process, options)
  const fail = async (words: string) => {
    await process.stderr.write(`psql: error: ${words}\n`)
    return 2
  }
  let connection: Connection
  try {
    connection = await connect(process, machine, target)
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error
    return fail(error.message)
  }
  const reader = createPostgresReader(connection)
  const ip = connection.remote.ip
  const at = `connection to server at ${ip === target.host ? `"${ip}"` : `"${target.host}" (${ip})`}, port ${target.port} failed:`
  await connection.output.write(startup({ user: target.user, database: target.database }))
  for (let answer = await reader.next(); ; answer = await reader.next()) {
    if (!answer) return fail(`${at} server closed the connection unexpectedly`)
    if (answer.type === 'E') return fail(`${at} FATAL:  ${fieldsOf(answer.body).M}`)
    if (answer.type === 'Z') break
    if (answer.type !== 'R' || answer.body.readInt32BE() === 0) continue
    if (!target.password) return fail(`${at} fe_sendauth: no password supplied`)
    await connection.output.write(message('p', text(target.password)))
  }
  const ask = (query: string) => answerQuery(process, connection, reader, query, options)
  let status = 0
  const commands = options.values('c')
  if (commands.length > 0) for (const command of commands) status = (await ask(command)) || status
  else {
    const prompt = process.stdin.tty ? () => process.stdout.write(`${target.database}=# `) : async () => {}
    if (process.stdin.tty) await process.stdout.write(`psql (${version})\nType "help" for help.\n\n`)
    await prompt()
    for await (const line of readTextLines(process.stdin)) {
      if (/^\s*(\\q|quit|exit)\s*$/.test(line)) break
      if (line.trim() !== '') await ask(line)
      await prompt()
    }
  }
  connection.close()
  return status
}

async function answerQuery(
  { stdout, stderr }: Process,
  connection: Connection,
  reader: PostgresReader,
  query: string,
  options: ParsedOptions,
): Promise<number> {
  if (query.trim().startsWith('\\')) {
    await stderr.write(`invalid command ${query.trim().split(/\s/)[0]}\nTry \\? for help.\n`)
    return 1
  }
  await connection.output.write(message('Q', text(query)))
  let column = ''
  for (let answer = await reader.next(); answer && answer.type !== 'Z'; answer = await reader.next()) {
    if (answer.type === 'T') column = answer.body.subarray(2, answer.body.indexOf(0, 2)).toString()
    else if (answer.type === 'D')
      await stdout.write(table(column, answer.body.subarray(6).toString(), options))
    else if (answer.type === 'E') {
      await stderr.write(`ERROR:  ${fieldsOf(answer.body).M}\n`)
      await untilReady(reader)
      return 1
    }
  }
  return 0
}

async function untilReady(reader: PostgresReader) {
  for (let answer = await reader.next(); answer && answer.type !== 'Z'; ) answer = await reader.next()
}

function table(column: string, value: string, options: ParsedOptions): string {
  const bare = options.has('t')
  if (options.has('A')) return bare ? `${value}\n` : `${column}\n${value}\n(1 row)\n`
  const width = Math.max(column.length, value.length)
  const cell = /^-?\d/.test(value) ? value.padStart(width) : value.padEnd(width).trimEnd()
  if (bare) return ` ${cell}\n\n`
  const left = Math.floor((width - column.length) / 2)
  const head = `${' '.repeat(left)}${column}`.padEnd(width)
  return ` ${head} \n${'-'.repeat(width + 2)}\n ${cell}\n(1 row)\n\n`
}
