import { FileError, type Process, resolvePath } from '../../../process'
import { createDeadline, type Deadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import { sendRequest } from '../http/client'
import { formatHead, header } from '../http/message'
import { type HttpUrl, parseUrl } from '../http/url'
import type { ContainerProgram, Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { copyBothWays } from '../relay'
import { CurlError } from './curl-error'
import { curlSyntax } from './curl-options'
import { emptyMeter, finishedMeter, meterHead } from './meter'
import { secure } from './secure'
import { type Report, writeOut } from './write-out'

const version = '7.88.1'
const mostRedirects = 50
const largestDownload = 8 * 1024 * 1024

/** curl 7.88.1 (Debian), for http, https and telnet. */
export const curl: ContainerProgram = async (process, machine) => {
  const options = parseOptions(process.argv.slice(1), curlSyntax)
  const hint = "curl: try 'curl --help' or 'curl --manual' for more information\n"
  if (options.problem) {
    const { kind, option, long } = options.problem
    const name = long && kind === 'no-argument' ? `--${option}` : long ? option : `-${option}`
    await process.stderr.write(
      `curl: option ${name}: ${kind === 'unknown' ? 'is unknown' : 'requires parameter'}\n${hint}`,
    )
    return 2
  }
  if (options.has('V')) {
    await process.stdout.write(`curl ${version} (x86_64-pc-linux-gnu) libcurl/${version} OpenSSL/3.0.19\n`)
    return 0
  }
  const urls = [...options.values('@url'), ...options.operands]
  if (urls.length === 0) {
    await process.stderr.write(hint)
    return 2
  }
  let status = 0
  for (const url of urls) {
    status = await new Transfer(process, machine, options).run(url)
    if (process.signal.aborted) break
  }
  return status
}

class Transfer {
  readonly #silent: boolean
  readonly #verbose: boolean
  readonly #start = performance.now()
  readonly #report: Report = { code: 0, size: 0, headerSize: 0, redirects: 0 }
  #total: Deadline

  constructor(
    readonly process: Process,
    readonly machine: Machine,
    readonly options: ParsedOptions,
  ) {
    this.#silent = options.has('s')
    this.#verbose = options.has('v')
    this.#total = createDeadline(milliseconds(options.value('m')), process.signal)
  }

  async run(text: string): Promise<number> {
    const { process, options } = this
    const meter = !this.#silent && !(process.stdout.tty && options.value('o') === undefined)
    let status = 0
    let begun = false
    const begin = async () => {
      begun = true
      if (meter) await process.stderr.write(meterHead + emptyMeter(0))
    }
    try {
      const url = parseUrl(text)
      if (!url || url.host === '') throw new CurlError(3, 'URL using bad/illegal format or missing URL')
      if (!['http', 'https', 'telnet'].includes(url.scheme))
        throw new CurlError(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`)
      this.#report.url = text
      await begin()
      await this.#follow(url)
      if (meter) await process.stderr.write(finishedMeter(this.#report.size, this.#elapsed()))
    } catch (error) {
      if (!(error instanceof CurlError)) throw error
      if (process.signal.aborted) return 1
      status = error.status
      this.#report.error = error
      if (meter && begun)
        await process.stderr.write(error.before ? '' : `${emptyMeter(Math.floor(this.#elapsed() / 1000))}\n`)
      if (this.#verbose && error.note) await this.#say(error.note)
      if (!this.#silent || options.has('S'))
        await process.stderr.write(`curl: (${status}) ${error.message}\n`)
    } finally {
      this.#total.dispose()
    }
    const format = options.value('w')
    if (format !== undefined) await process.stdout.write(writeOut(format, this.#report, this.#elapsed()))
    return status
  }

  #elapsed = () => performance.now() - this.#start

  async #say(text: string) {
    if (this.#verbose) await this.process.stderr.write(`* ${text}\n`)
  }

  async #follow(first: HttpUrl): Promise<void> {
    let url = first
    for (;;) {
      const location = await this.#transfer(url)
      if (location === undefined) return
      if (++this.#report.redirects > mostRedirects)
        throw new CurlError(47, `Maximum (${mostRedirects}) redirects followed`)
      const next = location.startsWith('/') ? { ...url, target: location } : parseUrl(location)
      if (!next) throw new CurlError(3, 'URL using bad/illegal format or missing URL')
      url = next
    }
  }

  async #transfer(url: HttpUrl): Promise<string | undefined> {
    const ip = fixedAddress(this.options.values('resolve'), url) ?? (await this.#resolve(url.host))
    const connection = await this.#connect(url, ip)
    const stop = () => connection.close()
    this.#total.signal.addEventListener('abort', stop, { once: true })
    try {
      if (url.scheme === 'https') return await this.#exchange(url, await this.#secure(url, connection))
      if (url.scheme === 'telnet') {
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
      return await secure(process, connection, {
        host,
        port,
        insecure: options.has('k'),
        authorities: options.value('cacert'),
        say: line => this.#say(line),
      })
    } finally {
      this.#checkTime()
    }
  }

  #checkTime() {
    if (this.process.signal.aborted) throw new CurlError(1, 'interrupted')
    if (this.#total.expired)
      throw new CurlError(
        28,
        `Operation timed out after ${Math.round(this.#elapsed())} milliseconds with ${this.#report.size} bytes received`,
      )
  }

  async #resolve(host: string): Promise<string> {
    const limit = milliseconds(this.options.value('connect-timeout'))
    const deadline = createDeadline(limit, this.#total.signal)
    const { sockets } = this.machine
    const found = await resolve({ sockets, files: this.process.files, signal: deadline.signal }, host)
    const late = deadline.signal.aborted
    deadline.dispose()
    if (late) throw new CurlError(28, `Resolving timed out after ${Math.round(this.#elapsed())} milliseconds`)
    if ('failure' in found) {
      const message = `Could not resolve host: ${host}`
      throw new CurlError(6, message, { note: `${message}\n* Closing connection 0`, before: true })
    }
    return found.addresses[0]!
  }

  async #connect(url: HttpUrl, ip: string): Promise<Connection> {
    const { port, host } = url
    await this.#say(`  Trying ${ip}:${port}...`)
    const limit = milliseconds(this.options.value('connect-timeout'))
    const deadline = createDeadline(limit, this.#total.signal)
    try {
      const connection = await this.machine.sockets.connect({ ip, port }, { signal: deadline.signal })
      this.#report.remote = { ip, port }
      this.#report.connectTime = this.#elapsed()
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
      if (!deadline.expired) await this.#say(`connect to ${ip} port ${port} failed: ${error.message}`)
      throw new CurlError(timedOut ? 28 : 7, message, { note: `${message}\n* Closing connection 0` })
    } finally {
      deadline.dispose()
    }
  }

  /** The location to go to, if the answer says so and `-L` was given. */
  async #exchange(url: HttpUrl, connection: Connection): Promise<string | undefined> {
    const { options, process } = this
    const request = this.#request(url)
    const shown = this.#shownOver(url)
    if (this.#verbose) {
      const head = shown(`${request.method} ${request.target} HTTP/1.1`, request.headers)
      const lines = head.split('\r\n').slice(0, -1)
      await process.stderr.write(lines.map(line => `> ${line}\n`).join(''))
    }
    const response = await sendRequest(connection, request)
    this.#checkTime()
    if (!response) throw new CurlError(52, 'Empty reply from server')
    const head = shown(response.statusLine, response.headers)
    this.#report.code = response.status
    this.#report.headerSize = head.length
    this.#report.contentType = header(response.headers, 'content-type') ?? ''
    if (this.#verbose)
      await process.stderr.write(
        head
          .split('\r\n')
          .slice(0, -1)
          .map(line => `< ${line}\n`)
          .join(''),
      )
    const location = header(response.headers, 'location')
    if (options.has('f') && response.status >= 400)
      throw new CurlError(22, `The requested URL returned error: ${response.status}`)
    const output = await this.#output(url)
    if (options.has('i') || options.has('I')) await output(new TextEncoder().encode(head))
    const moved =
      options.has('L') && response.status >= 300 && response.status < 400 && location !== undefined
    for await (const piece of response.body) {
      this.#report.size += piece.length
      if (this.#report.size > largestDownload)
        throw new CurlError(23, 'Failure writing output to destination')
      if (!moved) await output(piece)
    }
    this.#checkTime()
    if (this.#verbose) await process.stderr.write(`* Connection #0 to host ${url.host} left intact\n`)
    return moved ? location : undefined
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

  #request(url: HttpUrl) {
    const { options } = this
    const data = options.values('d').join('&')
    const posts = options.has('d')
    const method = options.value('X') ?? (options.has('I') ? 'HEAD' : posts ? 'POST' : 'GET')
    const own = options.values('H').map(line => line.split(/:\s*(.*)/s, 2) as [string, string])
    const user = options.value('u') ?? url.userinfo
    const usual: [string, string][] = [
      ['Host', url.explicitPort ? `${url.host}:${url.port}` : url.host],
      ...(user ? [['Authorization', `Basic ${btoa(user)}`] as [string, string]] : []),
      ['User-Agent', options.value('A') ?? `curl/${version}`],
      ['Accept', '*/*'],
      ...(posts
        ? ([
            ['Content-Length', String(Buffer.byteLength(data))],
            ['Content-Type', 'application/x-www-form-urlencoded'],
          ] as [string, string][])
        : []),
    ]
    const replaced = new Set(own.map(([name]) => name.toLowerCase()))
    const headers = [
      ...usual.filter(([name]) => !replaced.has(name.toLowerCase())),
      ...own.filter(([name, value]) => name && value),
    ]
    return { method, target: url.target, headers, ...(posts && { body: data }) }
  }

  async #output(url: HttpUrl): Promise<(piece: Uint8Array) => Promise<void>> {
    const { process, options } = this
    const name = options.value('o') ?? (options.has('O') ? url.target.split('/').at(-1) : undefined)
    if (name === undefined || name === '-') return piece => process.stdout.write(piece)
    const path = resolvePath(process.cwd, name)
    if (path === '/dev/null') return async () => {}
    const failed = (error: unknown) => {
      if (error instanceof FileError) throw new CurlError(23, 'Failure writing output to destination')
      throw error
    }
    await process.files.write(path, '').catch(failed)
    return piece => process.files.write(path, piece, { append: true }).catch(failed)
  }
}

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
