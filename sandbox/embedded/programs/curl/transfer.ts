import { FileError, type Process, resolvePath } from '../../../process'
import { hostPort, isIPv6 } from '../../network/address'
import { createDeadline, type Deadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import { familyOf } from '../family'
import { sendRequest } from '../http/client'
import { formatHead, header } from '../http/message'
import { authorityOf, type HttpUrl, parseUrl } from '../http/url'
import type { Machine } from '../machine'
import type { ParsedOptions } from '../options'
import { copyBothWays } from '../relay'
import { CurlError } from './curl-error'
import { eagerly } from './eagerly'
import { emptyMeter, finishedMeter, meterHead } from './meter'
import { requestFor } from './request'
import { secure } from './secure'
import { library, protocols } from './version'
import { type Report, writeOut } from './write-out'

const mostRedirects = 50
const largestDownload = 8 * 1024 * 1024
const spoken = new Set(['http', 'https', 'telnet'])
const known = new Set(protocols.split(' '))
/** Bars and percent of `-#` when all is there. */
const fullBar = `\r${'#'.repeat(72)} 100.0%\n`

/** One transfer, and what there is to say about it. */
export class Transfer {
  readonly #silent: boolean
  readonly #verbose: boolean
  readonly #start = performance.now()
  readonly report: Report = {
    code: 0,
    size: 0,
    headerSize: 0,
    requestSize: 0,
    uploadSize: 0,
    redirects: 0,
    connects: 0,
    headers: [],
  }
  #total: Deadline
  /** What becomes of the connection. */
  #left: string | undefined

  constructor(
    readonly process: Process,
    readonly machine: Machine,
    readonly options: ParsedOptions,
    /** The file of `-o`. */
    readonly output: string | undefined,
  ) {
    this.#silent = options.has('s')
    this.#verbose = options.has('v')
    this.#total = createDeadline(milliseconds(options.value('m')), process.signal)
  }

  async run(text: string): Promise<number> {
    const { process, options } = this
    const bar = options.has('#')
    const quiet = this.#silent || options.has('no-progress-meter')
    const meter = !bar && !quiet && !(process.stdout.tty && this.output === undefined)
    let status = 0
    let begun = false
    const begin = async () => {
      begun = true
      if (meter) await process.stderr.write(meterHead + emptyMeter(0))
    }
    try {
      const url = parseUrl(text)
      if (!url || url.host === '') throw new CurlError(3, 'URL using bad/illegal format or missing URL')
      if (!known.has(url.scheme))
        throw new CurlError(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`)
      this.report.url = text
      if (options.has('O') && !/[^/]$/.test(url.target.replace(/\?.*$/s, ''))) {
        await process.stderr.write('curl: Remote file name has no length!\n')
        throw new CurlError(23, 'Failed writing received data to disk/application')
      }
      await begin()
      await this.#follow(url)
      if (meter) await process.stderr.write(finishedMeter(this.report.size, this.#elapsed()))
      if (bar && !quiet) await process.stderr.write(fullBar)
      if (this.#left !== undefined) await this.#say(this.#left)
    } catch (error) {
      if (!(error instanceof CurlError)) throw error
      if (process.signal.aborted) return 1
      status = error.status
      this.report.error = error
      if (meter && begun)
        await process.stderr.write(error.before ? '' : `${emptyMeter(Math.floor(this.#elapsed() / 1000))}\n`)
      if (this.#verbose && error.note) await this.#say(error.note)
      if (!this.#silent || options.has('S'))
        await process.stderr.write(`curl: (${status}) ${error.message}\n`)
    } finally {
      this.#total.dispose()
    }
    return status
  }

  /** What `-w` asks for. */
  async tell(): Promise<void> {
    const { process, options, report } = this
    const given = options.value('w')
    if (given === undefined || process.signal.aborted) return
    const format = given.startsWith('@')
      ? new TextDecoder().decode(await process.files.read(resolvePath(process.cwd, given.slice(1))))
      : given
    for (const { to, text } of writeOut(format, report, { elapsed: this.#elapsed(), library }))
      await process[to].write(text)
  }

  #elapsed = () => performance.now() - this.#start

  async #say(text: string) {
    if (this.#verbose) await this.process.stderr.write(`* ${text}\n`)
  }

  async #follow(first: HttpUrl): Promise<void> {
    let url = first
    for (;;) {
      this.report.effectiveUrl = `${url.scheme}://${authorityOf(url)}${url.target}`
      this.report.scheme = url.scheme
      const location = await this.#transfer(url)
      if (location === undefined) return
      const most = Number(this.options.value('max-redirs') ?? mostRedirects)
      if (++this.report.redirects > most && most >= 0)
        throw new CurlError(47, `Maximum (${most}) redirects followed`)
      const next = location.startsWith('/') ? { ...url, target: location } : parseUrl(location)
      if (!next) throw new CurlError(3, 'URL using bad/illegal format or missing URL')
      url = next
    }
  }

  async #transfer(url: HttpUrl): Promise<string | undefined> {
    const fixed = fixedAddress(this.options.values('resolve'), url)
    const connection = await this.#connect(url, fixed ? [fixed] : await this.#resolve(url.host))
    const stop = () => connection.close()
    this.#total.signal.addEventListener('abort', stop, { once: true })
    try {
      if (url.scheme === 'https') return await this.#exchange(url, await this.#secure(url, connection))
      if (!spoken.has(url.scheme) || url.scheme === 'telnet') {
        await copyBothWays(this.process, connection, { halfClose: false, until: 'peer' })
        this.#checkTime()
        return undefined
      }
      return await this.#exchange(url, connection)
    } finally {
      this.#total.signal.removeEventListener('abort', stop)
      connection.close()
    }
  }

  async #secure({ host, port }: HttpUrl, connection: Connection): Promise<Connection> {
    const { options, process } = this
    try {
      const secured = await secure(process, connection, {
        host,
        port,
        insecure: options.has('k'),
        authorities: options.value('cacert'),
        say: line => this.#say(line),
      })
      this.report.secured = this.#elapsed()
      return secured
    } finally {
      this.#checkTime()
    }
  }

  #checkTime() {
    if (this.process.signal.aborted) throw new CurlError(1, 'interrupted')
    if (this.#total.expired)
      throw new CurlError(
        28,
        `Operation timed out after ${Math.round(this.#elapsed())} milliseconds with ${this.report.size} bytes received`,
      )
  }

  async #resolve(host: string): Promise<readonly string[]> {
    const limit = milliseconds(this.options.value('connect-timeout'))
    const deadline = createDeadline(limit, this.#total.signal)
    const { sockets } = this.machine
    const context = { sockets, files: this.process.files, signal: deadline.signal }
    const found = await resolve(context, host, familyOf(this.options))
    const late = deadline.signal.aborted
    deadline.dispose()
    if (late) throw new CurlError(28, `Resolving timed out after ${Math.round(this.#elapsed())} milliseconds`)
    this.report.lookedUp = this.#elapsed()
    if ('failure' in found) {
      const message = `Could not resolve host: ${host}`
      throw new CurlError(6, message, { note: `${message}\n* Closing connection 0`, before: true })
    }
    return found.addresses
  }

  /** One address of each family is tried, the second one when the first is slow to answer or says no (RFC 8305). */
  async #connect(url: HttpUrl, addresses: readonly string[]): Promise<Connection> {
    const { port, host } = url
    const limit = milliseconds(this.options.value('connect-timeout'))
    const deadline = createDeadline(limit, this.#total.signal)
    const firsts = addresses.filter(
      (ip, index) => addresses.findIndex(other => isIPv6(other) === isIPv6(ip)) === index,
    )
    try {
      const connection = await eagerly(
        firsts,
        async (ip, signal) => {
          await this.#say(`  Trying ${hostPort({ ip, port })}...`)
          try {
            return await this.machine.sockets.connect({ ip, port }, { signal })
          } catch (error) {
            if (error instanceof NetworkError && !signal.aborted)
              await this.#say(`connect to ${ip} port ${port} failed: ${error.message}`)
            throw error
          }
        },
        deadline.signal,
      )
      const { ip } = connection.remote
      this.report.remote = { ip, port }
      this.report.local = connection.local
      this.report.connects++
      this.report.connectTime = this.#elapsed()
      await this.#say(`Connected to ${host} (${ip}) port ${port} (#0)`)
      return connection
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      const after = Math.round(this.#elapsed())
      if (this.#total.expired) {
        const message = `Connection timed out after ${after} milliseconds`
        throw new CurlError(28, message, { note: `${message}\n* Closing connection 0` })
      }
      const timedOut = deadline.expired || error.code === 'ETIMEDOUT'
      const reason = timedOut && deadline.expired ? 'Timeout was reached' : "Couldn't connect to server"
      const message = `Failed to connect to ${host} port ${port} after ${after} ms: ${reason}`
      throw new CurlError(timedOut ? 28 : 7, message, { note: `${message}\n* Closing connection 0` })
    } finally {
      deadline.dispose()
    }
  }

  /** The location to go to, if the answer says so and `-L` was given. */
  async #exchange(url: HttpUrl, connection: Connection): Promise<string | undefined> {
    const { options, process, report } = this
    const request = await requestFor(process, options, url)
    const shown = this.#shownOver(url)
    const requestHead = shown(`${request.method} ${request.target} ${this.#protocol}`, request.headers)
    report.method = request.method
    if (request.target !== url.target)
      report.effectiveUrl = report.effectiveUrl?.replace(url.target, () => request.target)
    report.requestSize += requestHead.length + (request.body?.length ?? 0)
    report.uploadSize += request.body?.length ?? 0
    await this.#traceHead('>', requestHead)
    if (request.body?.length) await this.#trace(`} [${request.body.length} bytes data]`)
    const response = await sendRequest(connection, { ...request, version: this.#protocol })
    this.#checkTime()
    if (!response) throw new CurlError(52, 'Empty reply from server')
    report.firstByte = this.#elapsed()
    const head = shown(response.statusLine, response.headers)
    report.code = response.status
    report.version = response.version.replace('HTTP/', '')
    report.headers = response.headers
    report.headerSize += head.length
    report.contentType = header(response.headers, 'content-type') ?? ''
    const old = response.version === 'HTTP/1.0' && !options.has('0')
    if (old) await this.#say('HTTP 1.0, assume close after body')
    await this.#traceHead('<', head)
    const location = header(response.headers, 'location')
    const redirected = response.status >= 300 && response.status < 400 && location !== undefined
    if (redirected) report.redirectUrl = absolute(url, location)
    const failed = response.status >= 400 && (options.has('f') || options.has('fail-with-body'))
    const failure = new CurlError(22, `The requested URL returned error: ${response.status}`)
    if (options.has('D')) await (await this.#writerTo(options.value('D')!))(new TextEncoder().encode(head))
    if (failed && !options.has('fail-with-body')) throw failure
    const output = await this.#output(url)
    if (options.has('i') || options.has('I')) await output(new TextEncoder().encode(head))
    const moved = options.has('L') && redirected
    let first = true
    for await (const piece of response.body) {
      report.size += piece.length
      if (first) await this.#trace(`{ [${piece.length} bytes data]`)
      first = false
      if (report.size > largestDownload) throw new CurlError(23, 'Failure writing output to destination')
      if (!moved) await output(piece)
    }
    this.#checkTime()
    const ends = old || header(response.headers, 'connection')?.toLowerCase() === 'close'
    this.#left = ends ? 'Closing connection 0' : `Connection #0 to host ${url.host} left intact`
    if (failed) throw failure
    return moved ? location : undefined
  }

  get #protocol() {
    return this.options.has('0') ? 'HTTP/1.0' : 'HTTP/1.1'
  }

  async #traceHead(mark: '<' | '>', head: string) {
    if (!this.#verbose) return
    const lines = head.split('\r\n').slice(0, -1)
    await this.process.stderr.write(lines.map(line => `${mark} ${line}\r\n`).join(''))
  }

  /** Data themselves are not shown; that they came is, unless they show on a terminal. */
  async #trace(text: string) {
    if (this.#verbose && !this.process.stdout.tty) await this.process.stderr.write(`${text}\n`)
  }

  /** Over TLS both sides speak HTTP/2: no reason, and names in small letters. */
  #shownOver({ scheme }: HttpUrl): typeof formatHead {
    if (scheme !== 'https' || this.options.has('http1.1')) return formatHead
    return (line, headers) =>
      formatHead(
        line.replace(/HTTP\/1\.1(?: (\d{3}).*)?$/, (_, code?: string) =>
          code ? `HTTP/2 ${code} ` : 'HTTP/2',
        ),
        headers.map(([name, value]) => [name.toLowerCase(), value] as [string, string]),
      )
  }

  async #output(url: HttpUrl): Promise<(piece: Uint8Array) => Promise<void>> {
    const { options, output } = this
    const name = output ?? (options.has('O') ? url.target.replace(/\?.*$/s, '').split('/').at(-1) : undefined)
    if (name !== undefined && name !== '-') this.report.file = name
    return this.#writerTo(name ?? '-')
  }

  async #writerTo(name: string): Promise<(piece: Uint8Array) => Promise<void>> {
    const { process, options } = this
    if (name === '-') return piece => process.stdout.write(piece)
    const path = resolvePath(process.cwd, name)
    if (path === '/dev/null') return async () => {}
    const failed = (error: unknown) => {
      if (error instanceof FileError) throw new CurlError(23, 'Failure writing output to destination')
      throw error
    }
    if (options.has('create-dirs'))
      await process.files
        .makeDirectory(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
        .catch(failed)
    await process.files.write(path, '').catch(failed)
    return piece => process.files.write(path, piece, { append: true }).catch(failed)
  }
}

const absolute = (url: HttpUrl, location: string) =>
  location.startsWith('/') ? `${url.scheme}://${authorityOf(url)}${location}` : location

const milliseconds = (seconds: string | undefined) =>
  seconds === undefined || !(Number(seconds) > 0) ? undefined : Math.round(Number(seconds) * 1_000)

/** `--resolve HOST:PORT:ADDRESS[,ADDRESS]`; `*` stands for every host. */
function fixedAddress(entries: readonly string[], { host, port }: HttpUrl): string | undefined {
  for (const entry of [...entries].reverse()) {
    const [, name, at, addresses] = /^\+?([^:]+):(\d+):(.+)$/.exec(entry) ?? []
    if ((name === host || name === '*') && Number(at) === port) return addresses!.split(',')[0]
  }
  return undefined
}
