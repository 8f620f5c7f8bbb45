import { FileError, resolvePath } from '../../../process'
import { beside } from '../beside'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
import { accessTime } from './log-time'

const version = '3.13.7'
const server = `SimpleHTTP/0.6 Python/${version}`
const usage = 'usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\n'
const inUse = 98

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  htm: 'text/html',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  txt: 'text/plain',
}

/** python3, as far as it serves files: `-m http.server`. There is no interpreter behind it. */
export const python: ContainerProgram = async (process, machine) => {
  const args = process.argv.slice(1).filter(argument => !['-u', '-B', '-I'].includes(argument))
  if (args[0] === '-V' || args[0] === '--version') {
    await process.stdout.write(`Python ${version}\n`)
    return 0
  }
  if (args[0] === '-m' && args[1] === 'http.server') return serve(args.slice(2), process, machine)
  if (args[0] === '-m' && args[1] !== undefined) {
    await process.stderr.write(`/usr/local/bin/python3: No module named ${args[1]}\n`)
    return 1
  }
  await process.stderr.write('python3: this container has no interpreter, only python3 -m http.server\n')
  return 1
}

async function serve(
  args: readonly string[],
  ...[process, { sockets }]: Parameters<ContainerProgram>
): Promise<number> {
  const options = parseOptions(args, {
    short: 'b:d:p:',
    long: { bind: 'b:', directory: 'd:', protocol: 'p:', cgi: 'cgi' },
  })
  const complain = async (problem: string) => {
    await process.stderr.write(`${usage}server.py: error: ${problem}\n`)
    return 2
  }
  if (options.problem) return complain(`unrecognized arguments: ${options.problem.option}`)
  const [text = '8000', ...more] = options.operands
  if (!/^\d{1,5}$/.test(text)) return complain(`argument port: invalid int value: '${text}'`)
  if (more.length > 0) return complain(`unrecognized arguments: ${more.join(' ')}`)
  const root = resolvePath(process.cwd, options.value('d') ?? '.')
  const port = Number(text)
  let listener: ReturnType<typeof sockets.listen>
  try {
    listener = sockets.listen(port)
  } catch {
    await process.stderr.write(`OSError: [Errno ${inUse}] Address already in use\n`)
    return 1
  }
  await process.stdout.write(
    `Serving HTTP on 0.0.0.0 port ${listener.port} (http://0.0.0.0:${listener.port}/) ...\n`,
  )
  beside(process, serveHttp(listener, answer))
  await untilAborted(process.signal)
  return 0

  async function answer(request: ServedRequest): Promise<ServedResponse> {
    const log = (what: string) =>
      process.stderr.write(`${request.connection.remote.ip} - - [${logTime(new Date())}] ${what}\n`)
    const response = await respond(request)
    if (response.status >= 400) await log(`code ${response.status}, message ${response.reason}`)
    await log(`"${request.method} ${request.target} ${request.version}" ${response.status} -`)
    return response
  }

  async function respond({ method, target }: ServedRequest): Promise<ServedResponse> {
    if (method !== 'GET' && method !== 'HEAD')
      return failure(501, `Unsupported method ('${method}')`, 'Server does not support this operation.')
    const path = decode(target.replace(/[?#].*$/s, ''))
    const file = resolvePath(root, `./${path}`)
    try {
      const { kind } = await process.files.stat(file)
      if (kind !== 'directory')
        return page(await read(file), types[file.split('.').at(-1)!] ?? 'application/octet-stream')
      if (!path.endsWith('/')) return moved(`${path}/`)
      const index = await read(`${file}/index.html`).catch(() => undefined)
      return index === undefined
        ? page(listing(path, await entriesOf(file)), 'text/html; charset=utf-8')
        : page(index, 'text/html')
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return failure(404, 'File not found', 'Nothing matches the given URI.')
    }
  }

  async function read(file: string): Promise<string> {
    return new TextDecoder().decode(await process.files.read(file))
  }

  async function entriesOf(directory: string): Promise<string[]> {
    const names = await process.files.list(directory)
    return Promise.all(
      names.map(async name => {
        const stat = await process.files.stat(`${directory}/${name}`).catch(() => undefined)
        return stat?.kind === 'directory' ? `${name}/` : name
      }),
    )
  }
}

/** Never above the directory that is served. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
      .split('/')
      .filter(part => part !== '..')
      .join('/')
  } catch {
    return path
  }
}

/** `24/Nov/2026 03:51:20` */
const logTime = (now: Date) =>
  accessTime(now)
    .replace(/^([^:]+):/, '$1 ')
    .replace(/ \+0000$/, '')

const htmlText = (text: string) => text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

const base = (): [string, string][] => [
  ['Server', server],
  ['Date', new Date().toUTCString()],
]

const page = (body: string, type: string): ServedResponse => ({
  version: 'HTTP/1.0',
  status: 200,
  reason: 'OK',
  headers: [...base(), ['Content-type', type], ['Content-Length', String(Buffer.byteLength(body))]],
  body,
})

const moved = (location: string): ServedResponse => ({
  version: 'HTTP/1.0',
  status: 301,
  reason: 'Moved Permanently',
  headers: [...base(), ['Location', location], ['Content-Length', '0']],
  body: '',
})

function failure(status: number, reason: string, explanation: string): ServedResponse {
  const body = `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${status}</p>
        <p>Message: ${htmlText(reason)}.</p>
        <p>Error code explanation: ${status} - ${explanation}</p>
    </body>
</html>
`
  const headers: [string, string][] = [
    ...base(),
    ['Connection', 'close'],
    ['Content-Type', 'text/html;charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
  ]
  return { version: 'HTTP/1.0', status, reason, headers, body }
}

const listing = (path: string, names: readonly string[]) => `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Directory listing for ${htmlText(path)}</title>
</head>
<body>
<h1>Directory listing for ${htmlText(path)}</h1>
<hr>
<ul>
${names.map(name => `<li><a href="${encodeURI(name)}">${htmlText(name)}</a></li>\n`).join('')}</ul>
<hr>
</body>
</html>
`
