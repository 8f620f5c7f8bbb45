import { FileError } from '../../../process'
import { beside } from '../beside'
import { header } from '../http/message'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'
import { accessTime } from './log-time'

const root = '/usr/local/apache2/htdocs'
const port = 80
const server = 'Apache/2.4.65 (Unix)'

/** httpd: serves /usr/local/apache2/htdocs on port 80, access log on stdout. */
export const apache: ContainerProgram = async (process, { sockets }) => {
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}`,
  )
  if (!listener) return 1
  beside(process, serveHttp(listener, answer))
  await process.stderr.write(`[core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'\n`)
  await untilAborted(process.signal)
  return 0

  async function answer(request: ServedRequest): Promise<ServedResponse> {
    const { method, target, version, connection } = request
    const path = target.replace(/[?#].*$/s, '')
    const content = await read(root + (path.endsWith('/') ? `${path}index.html` : path))
    const response = content === undefined ? page(404, 'Not Found', notFound) : page(200, 'OK', content)
    await process.stdout.write(
      `${connection.remote.ip} - - [${accessTime(new Date())}] "${method} ${target} ${version}" ${response.status} ${response.body.length}\n`,
    )
    return header(request.headers, 'host') === undefined && version === 'HTTP/1.1'
      ? page(400, 'Bad Request', '')
      : response
  }

  async function read(file: string): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await process.files.read(file))
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }
}

const notFound = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`

const page = (status: number, reason: string, body: string): ServedResponse => ({
  status,
  reason,
  headers: [
    ['Date', new Date().toUTCString()],
    ['Server', server],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Content-Type', 'text/html'],
    ['Connection', 'keep-alive'],
  ],
  body,
})
