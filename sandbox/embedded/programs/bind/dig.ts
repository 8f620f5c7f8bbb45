import { randomBytes } from 'node:crypto'
import type { Process } from '../../../process'
import { type Message, type RecordType, type ResourceRecord, recordTypes } from '../../network/dns/message'
import { pointerName } from '../../network/dns/pointer'
import { query } from '../../network/dns/query'
import { candidates, readResolverConfiguration, resolve } from '../../network/resolver'
import type { ContainerProgram, Machine } from '../machine'

const version = '9.18.49-1~deb12u3-Debian'
const dnsPort = 53
const noReply = 9

type Request = {
  server?: string
  name: string
  type: RecordType
  short: boolean
  search: boolean
  tcp: boolean
  /** Seconds. */
  time: number
  tries: number
  port: number
  /** Asks with EDNS and a cookie, which the server sends back. */
  edns: boolean
  /** `+noall +answer` and the like. */
  answerOnly: boolean
}

/** dig(1) of BIND 9.18: one question. */
export const dig: ContainerProgram = async (process, machine) => {
  const request = parse(process.argv.slice(1))
  const configuration = await readResolverConfiguration(process.files)
  const server = request.server ?? configuration.nameservers[0]!
  const ip = await addressOf(process, machine, server)
  if (ip === undefined) {
    await process.stdout.write(`dig: couldn't get address for '${server}': not found\n`)
    return noReply + 1
  }
  const names = request.search ? candidates(request.name, configuration) : [request.name.replace(/\.$/, '')]
  const started = performance.now()
  let message: Message | undefined
  let size = 0
  for (const name of names) {
    const result = await query(
      machine.sockets,
      { ip, port: request.port },
      { name, type: request.type },
      {
        transport: request.tcp ? 'TCP' : 'UDP',
        timeout: request.time * 1_000,
        attempts: request.tries,
        signal: process.signal,
      },
    )
    if ('failure' in result) {
      if (process.signal.aborted) return noReply
      await process.stdout.write(unreachable(process.argv.slice(1), request, ip, result.failure))
      return noReply
    }
    message = result.message
    size = result.size
    if (message.code === 'NOERROR' && message.answers.length > 0) break
  }
  if (!message) return noReply
  const took = Math.round(performance.now() - started)
  await process.stdout.write(
    request.short
      ? message.answers.map(record => `${data(record)}\n`).join('')
      : request.answerOnly
        ? message.answers.map(record => `${row(record)}\n`).join('')
        : full(process.argv.slice(1), request, message, { ip, took, size }),
  )
  return 0
}

function parse(args: readonly string[]): Request {
  const request: Request = {
    name: '.',
    type: 'A',
    short: false,
    search: false,
    tcp: false,
    time: 5,
    tries: 3,
    port: dnsPort,
    edns: true,
    answerOnly: false,
  }
  const queue = [...args]
  while (queue.length > 0) {
    const argument = queue.shift()!
    if (argument.startsWith('@')) request.server = argument.slice(1)
    else if (argument.startsWith('+')) applyFlag(request, argument.slice(1))
    else if (argument === '-x') {
      const address = queue.shift() ?? ''
      request.name = pointerName(address) ?? `${address.split('.').reverse().join('.')}.in-addr.arpa`
      request.type = 'PTR'
    } else if (argument === '-p') request.port = Number(queue.shift()) || dnsPort
    else if (argument === '-t') request.type = typeOf(queue.shift() ?? '') ?? request.type
    else if (argument.startsWith('-')) continue
    else if (typeOf(argument)) request.type = typeOf(argument)!
    else if (argument.toUpperCase() !== 'IN') {
      request.name = argument
    }
  }
  return request
}

function applyFlag(request: Request, flag: string) {
  const [name, value] = flag.split('=')
  const seconds = Math.max(1, Number(value) || 1)
  if (name === 'short') request.short = true
  else if (name === 'search') request.search = true
  else if (name === 'tcp' || name === 'vc') request.tcp = true
  else if (name === 'notcp') request.tcp = false
  else if (name === 'time' || name === 'timeout') request.time = Math.min(seconds, 60)
  else if (name === 'tries') request.tries = Math.min(seconds, 10)
  else if (name === 'retry') request.tries = Math.min(Number(value) || 0, 9) + 1
  else if (name === 'noall') request.answerOnly = true
  else if (name === 'noedns') request.edns = false
}

const typeOf = (text: string): RecordType | undefined =>
  text.toUpperCase() in recordTypes ? (text.toUpperCase() as RecordType) : undefined

async function addressOf(process: Process, machine: Machine, server: string) {
  const context = { sockets: machine.sockets, files: process.files, signal: process.signal }
  const found = await resolve(context, server)
  return 'failure' in found ? undefined : found.addresses[0]
}

const banner = (args: readonly string[], request: Request) =>
  `\n; <<>> DiG ${version} <<>> ${args.join(' ')}\n${request.server ? '; (1 server found)\n' : ''};; global options: +cmd\n`

/** What dig says after each silent attempt, then that it gives up. */
function unreachable(args: readonly string[], request: Request, ip: string, failure: string): string {
  const reason = failure === 'refused' ? 'connection refused' : 'timed out'
  const attempts = `;; communications error to ${ip}#${request.port}: ${reason}\n`.repeat(
    request.tcp ? 1 : request.tries,
  )
  if (request.short) return `${attempts};; no servers could be reached\n`
  return `${attempts}${banner(args, request)};; no servers could be reached\n`
}

/** The OPT record with its cookie of eight bytes. */
const ednsSize = 23
const pseudosection = () => [
  ';; OPT PSEUDOSECTION:',
  '; EDNS: version: 0, flags:; udp: 1232',
  `; COOKIE: ${randomBytes(8).toString('hex')} (echoed)`,
]

function full(
  args: readonly string[],
  request: Request,
  message: Message,
  { ip, took, size }: { ip: string; took: number; size: number },
): string {
  const [question] = message.questions
  const flags = [
    'qr',
    message.authoritative && 'aa',
    message.recursionDesired && 'rd',
    message.recursionAvailable && 'ra',
  ]
  const isLocal = question?.name.endsWith('.local')
  const sections: [string, ResourceRecord[]][] = [
    ['ANSWER', message.answers],
    ['AUTHORITY', message.authority],
  ]
  const lines = [
    ';; Got answer:',
    ...(isLocal
      ? [
          ';; WARNING: .local is reserved for Multicast DNS',
          ';; You are currently testing what happens when an mDNS query is leaked to DNS',
        ]
      : []),
    `;; ->>HEADER<<- opcode: QUERY, status: ${message.code}, id: ${message.id}`,
    `;; flags: ${flags.filter(Boolean).join(' ')}; QUERY: 1, ANSWER: ${message.answers.length}, AUTHORITY: ${message.authority.length}, ADDITIONAL: ${request.edns ? 1 : 0}`,
    ...(message.recursionAvailable ? [] : [';; WARNING: recursion requested but not available']),
    '',
    ...(request.edns ? pseudosection() : []),
    ';; QUESTION SECTION:',
    `;${aligned([
      [0, `${question?.name}.`],
      [32, 'IN'],
      [40, question?.type ?? ''],
    ])}`,
    '',
    ...sections.flatMap(([title, records]) =>
      records.length > 0 ? [`;; ${title} SECTION:`, ...records.map(row), ''] : [],
    ),
    `;; Query time: ${took} msec`,
    `;; SERVER: ${ip}#${request.port}(${ip}) (${request.tcp ? 'TCP' : 'UDP'})`,
    `;; WHEN: ${when(new Date())}`,
    `;; MSG SIZE  rcvd: ${size + (request.edns ? ednsSize : 0)}`,
    '',
    '',
  ]
  return banner(args, request) + lines.join('\n')
}

/** Words at columns, with tabs where those reach them, else a blank (BIND's master style: 24, 32, 40, 48). */
function aligned(cells: readonly (readonly [column: number, text: string])[]): string {
  let line = ''
  let at = 0
  for (const [column, text] of cells) {
    if (line !== '') {
      const to = Math.max(column, at + 1)
      const tabs = Math.floor(to / tabWidth) - Math.floor(at / tabWidth)
      const reached = tabs > 0 ? Math.floor(to / tabWidth) * tabWidth : at
      line += '\t'.repeat(tabs) + ' '.repeat(to - reached)
      at = to
    }
    line += text
    at += text.length
  }
  return line
}
const tabWidth = 8

const row = (record: ResourceRecord) =>
  aligned([
    [0, `${record.name}.`],
    [24, String(record.ttl)],
    [32, 'IN'],
    [40, record.type],
    [48, data(record)],
  ])

function data(record: ResourceRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}.`
    case 'SOA':
      return `${record.primary}. ${record.mailbox}. ${record.numbers.join(' ')}`
    default:
      return `${record.target}.`
  }
}

/** `Mon Nov 23 23:30:43 UTC 2026` */
const when = (now: Date) => {
  const [day, date, month, year, time] = now.toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${date} ${time} UTC ${year}`
}
