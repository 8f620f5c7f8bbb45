import { FileError, type Process, resolvePath } from '../../../process'
import { hostPort } from '../../network/address'
import { createDeadline, type Deadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import { greet } from '../../network/tls/handshake'
import { type HttpResponse, sendRequest } from '../http/client'
import { header } from '../http/message'
import { authorityOf, type HttpUrl, parseUrl } from '../http/url'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { optionError, usage } from './usage'

const usageText = `wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-Y on/off]
	[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...

Retrieve files via HTTP or FTP

	--spider	Only check URL existence: $? is 0 if exists
	--header STR	Add STR (of form 'header: value') to headers
	--post-data STR	Send STR using POST method
	--post-file FILE	Send FILE using POST method
	--no-check-certificate	Don't validate the server's certificate
	-c		Continue retrieval of aborted transfer
	-q		Quiet
	-P DIR		Save to DIR (default .)
	-S    		Show server response
	-T SEC		Network read timeout is SEC seconds
	-O FILE		Save to FILE ('-' for stdout)
	-o LOGFILE	Log messages to FILE
	-U STR		Use STR for User-Agent header
	-Y on/off	Use proxy`

const syntax = {
  short: 'cqSsO:o:P:T:U:Y:t:n:H:D:F:K',
  long: {
    continue: 'c',
    quiet: 'q',
    'server-response': 'S',
    spider: 's',
    'output-document': 'O:',
    'output-file': 'o:',
    'directory-prefix': 'P:',
    timeout: 'T:',
    'user-agent': 'U:',
    proxy: 'Y:',
    tries: 't:',
    header: 'H:',
    'post-data': 'D:',
    'post-file': 'F:',
    'no-check-certificate': 'K',
    'no-clobber': 'n',
    'no-verbose': 'v',
  },
}

const defaultTimeout = 900
const mostRedirects = 5
const largestDownload = 8 * 1024 * 1024

/** Ends the program with a message. */
class Failure extends Error {}

/** busybox wget 1.35: HTTP only. */
export const wget: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), syntax)
  const complain = (text: string) => process.stderr.write(text)
  if (process.argv.includes('--help')) {
    await complain(usage(usageText))
    return 0
  }
  if (options.problem) {
    await complain(optionError('wget', options.problem, usageText))
    return 1
  }
  const timeout = options.value('T') ?? String(defaultTimeout)
  if (!/^\d+$/.test(timeout)) {
    await complain(`wget: invalid number '${timeout}'\n`)
    return 1
  }
  if (options.operands.length === 0) {
    await complain(usage(usageText))
    return 1
  }
  for (const operand of options.operands) {
    const transfer = new Transfer(process, machine, options, Number(timeout) * 1_000)
    try {
      await transfer.run(operand)
    } catch (error) {
      if (process.signal.aborted) return 1
      if (!(error instanceof Failure)) throw error
      await complain(`wget: ${error.message}\n`)
      return 1
    }
  }
  return 0
}

class Transfer {
  readonly #quiet: boolean

  constructor(
    readonly process: Process,
    readonly machine: Machine,
    readonly options: ParsedOptions,
    readonly timeout: number,
  ) {
    this.#quiet = options.has('q')
  }

  async run(text: string): Promise<void> {
    let url = this.#parse(text)
    for (let redirects = 0; ; redirects++) {
      const target = await this.#get(url)
      if (!target) return
      if (redirects >= mostRedirects) throw new Failure('too many redirections')
      url = target.startsWith('/') ? { ...url, target } : this.#parse(target)
    }
  }

  #parse(text: string): HttpUrl {
    const url = parseUrl(text)
    if (!url) throw new Failure(`bad port '${text}'`)
    if (!['http', 'https', 'ftp'].includes(url.scheme)) throw new Failure(`not an http or ftp url: ${text}`)
    return url
  }

  async #note(text: string) {
    if (!this.#quiet) await this.process.stderr.write(`${text}\n`)
  }

  /** The next URL, if the server sends us on. */
  async #get(url: HttpUrl): Promise<string | undefined> {
    const found = await resolve(
      { sockets: this.machine.sockets, files: this.process.files, signal: this.process.signal },
      url.host,
    )
    if ('failure' in found) throw new Failure(`bad address '${url.host}'`)
    const ip = found.addresses[0]!
    const shown = authorityOf(url)
    await this.#note(`Connecting to ${shown} (${hostPort({ ip, port: url.port })})`)
    const connection = await this.#connect(ip, url.port)
    const silence = this.#deadline(connection)
    try {
      if (url.scheme === 'https') await this.#secure(url, connection)
      const response = await sendRequest(connection, this.#request(url, shown))
      if (silence.expired) throw new Failure('download timed out')
      if (!response) throw new Failure('error getting response')
      return await this.#receive(url, response, silence)
    } finally {
      silence.dispose()
      connection.close()
    }
  }

  /** busybox' own TLS, which the API server shares no cipher with. Always rejects: nobody else speaks TLS here. */
  async #secure({ host }: HttpUrl, connection: Connection): Promise<never> {
    if (!this.options.has('no-check-certificate'))
      await this.#note('wget: note: TLS certificate validation not implemented')
    const result = await greet(connection, { serverName: host, client: 'busybox' })
    if ('failure' in result && result.failure === 'alert')
      await this.process.stderr.write(
        `wget: TLS error from peer (alert code ${result.code}): handshake failure\n`,
      )
    if ('failure' in result && result.failure === 'not-tls')
      await this.process.stderr.write(`wget: ${badRecord(result.said)}\n`)
    throw new Failure('error getting response: Connection reset by peer')
  }

  async #connect(ip: string, port: number): Promise<Connection> {
    const deadline = createDeadline(this.timeout || undefined, this.process.signal)
    try {
      return await this.machine.sockets.connect({ ip, port }, { signal: deadline.signal })
    } catch (error) {
      if (deadline.expired) throw new Failure('download timed out')
      if (!(error instanceof NetworkError)) throw error
      throw new Failure(`can't connect to remote host (${ip}): ${error.message}`)
    } finally {
      deadline.dispose()
    }
  }

  /** Closes the connection when it was silent for too long, or with the program. */
  #deadline(connection: Connection): Deadline {
    const deadline = createDeadline(this.timeout || undefined, this.process.signal)
    deadline.signal.addEventListener('abort', () => connection.close(), { once: true })
    return deadline
  }

  #request(url: HttpUrl, host: string) {
    const body = this.options.value('D')
    const extra = this.options
      .values('H')
      .map(line => line.split(/:\s*(.*)/s, 2) as [string, string])
      .filter(([name]) => name)
    return {
      method: body === undefined ? (this.options.has('s') ? 'HEAD' : 'GET') : 'POST',
      target: url.target,
      headers: [
        ['Host', host],
        ['User-Agent', this.options.value('U') ?? 'Wget'],
        ['Connection', 'close'],
        ...(url.userinfo ? [['Authorization', `Basic ${btoa(url.userinfo)}`] as const] : []),
        ...(body === undefined
          ? []
          : ([
              ['Content-Type', 'application/x-www-form-urlencoded'],
              ['Content-Length', String(Buffer.byteLength(body))],
            ] as const)),
        ...extra,
      ] as const,
      ...(body !== undefined && { body }),
    }
  }

  async #receive(url: HttpUrl, response: HttpResponse, silence: Deadline): Promise<string | undefined> {
    const { status, statusLine, headers } = response
    const failed = status >= 400
    if (this.options.has('S')) {
      await this.process.stderr.write(`  ${statusLine}\n`)
      if (!failed) for (const [name, value] of [...headers, ['', '']]) await this.#responseLine(name!, value!)
    }
    const location = header(headers, 'location')
    if (status >= 300 && status < 400 && location) return location
    if (failed || status < 200) throw new Failure(`server returned error: ${statusLine}`)
    if (this.options.has('s')) {
      await this.#note('remote file exists')
      return undefined
    }
    await this.#save(url, response, silence)
    return undefined
  }

  #responseLine(name: string, value: string) {
    return this.process.stderr.write(name ? `  ${name}: ${value}\n` : '  \n')
  }

  async #save(url: HttpUrl, { body }: HttpResponse, silence: Deadline) {
    const base =
      url.target
        .replace(/[?].*$/s, '')
        .split('/')
        .at(-1) || 'index.html'
    const prefix = this.options.value('P')
    const name = this.options.value('O') ?? (prefix ? `${prefix.replace(/\/$/, '')}/${base}` : base)
    const toStdout = name === '-'
    const path = resolvePath(this.process.cwd, name)
    if (!toStdout) await this.#create(path, name)
    await this.#note(toStdout ? 'writing to stdout' : `saving to '${name}'`)
    let size = 0
    for await (const piece of body) {
      if (silence.expired) break
      size += piece.length
      if (size > largestDownload) throw new Failure('write error: No space left on device')
      if (toStdout) await this.process.stdout.write(piece)
      else await this.process.files.write(path, piece, { append: true })
    }
    if (silence.expired) throw new Failure('download timed out')
    await this.#note(progress(name.split('/').at(-1)!, size))
    await this.#note(toStdout ? 'written to stdout' : `'${name}' saved`)
  }

  async #create(path: string, name: string) {
    try {
      const isDevice = path.startsWith('/dev/')
      if (this.options.value('O') === undefined && (await exists(this.process, path)))
        throw new Failure(`can't open '${name}': File exists`)
      if (!isDevice) await this.process.files.write(path, '')
    } catch (error) {
      if (error instanceof FileError) throw new Failure(`can't open '${name}': ${error.message}`)
      throw error
    }
  }
}

const exists = (process: Process, path: string) =>
  process.files.stat(path).then(
    () => true,
    () => false,
  )

/** The progress bar as it stands at the end. */
const progress = (name: string, size: number) =>
  `${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}| ${humanSize(size)}  0:00:00 ETA`

/** Five columns: up to 99999 in bytes, then k, M. */
function humanSize(size: number): string {
  if (size < 100_000) return String(size).padStart(5)
  const kibi = Math.round(size / 1024)
  return kibi < 10_000 ? `${String(kibi).padStart(4)}k` : `${String(Math.round(kibi / 1024)).padStart(4)}M`
}

/** Bytes of what is no TLS that are shown. */
const shownOfRecord = 99

const badRecord = (said: Uint8Array) => {
  const bytes = [...said.subarray(0, shownOfRecord)].map(byte => ` ${byte.toString(16).padStart(2, '0')}`)
  return `got bad TLS record (len:${said.length}) while expecting handshake record\n${bytes.join('')}`
}
