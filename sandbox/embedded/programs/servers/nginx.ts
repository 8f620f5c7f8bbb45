import { FileError } from '../../../process'
import { beside } from '../beside'
import { header } from '../http/message'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'
import { accessTime, errorTime } from './log-time'

/** The version whose texts were recorded. */
const server = 'nginx/1.22.1'
const port = 80
const root = '/usr/share/nginx/html'

export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`

/** `nginx -v`, `-V`, `-t`: said on stderr, without serving. */
const questions: Readonly<Record<string, string>> = {
  '-v': `nginx version: ${server}\n`,
  '-V': `nginx version: ${server}\n`,
  '-t': 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
}

/** Serves /usr/share/nginx/html on port 80 and writes its access log to stdout, as the image links it. */
export const nginx: ContainerProgram = async (process, { sockets }) => {
  const log = (level: string, message: string) =>
    process.stderr.write(`${errorTime(new Date())} [${level}] ${message}\n`)
  const question = questions[process.argv[1] ?? '']
  if (question !== undefined) {
    await process.stderr.write(question)
    return 0
  }
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    `${errorTime(new Date())} [emerg] 1#1: bind() to 0.0.0.0:${port} failed (98: Address already in use)`,
  )
  if (!listener) return 1
  for (const line of [
    'using the "epoll" event method',
    server,
    'OS: Linux 6.12.0',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 7',
  ])
    await log('notice', `1#1: ${line}`)
  let connections = 0

  const handle = async (request: ServedRequest): Promise<ServedResponse> => {
    const { connection, method, target, version, headers } = request
    connections++
    const allowed = method === 'GET' || method === 'HEAD'
    const path = target.replace(/[?#].*$/s, '')
    const file = root + (path.endsWith('/') ? `${path}index.html` : path)
    const content = allowed ? await readPage(file) : undefined
    if (content === undefined && allowed)
      await log(
        'error',
        `7#7: *${connections} open() "${file}" failed (2: No such file or directory), client: ${connection.remote.ip}, server: , request: "${method} ${target} ${version}", host: "${header(headers, 'host') ?? ''}"`,
      )
    const response = !allowed ? notAllowed : content === undefined ? notFound : page(content)
    const sent = method === 'HEAD' ? 0 : response.body.length
    const user = userOf(header(headers, 'authorization'))
    const quoted = (name: string) => JSON.stringify(header(headers, name) ?? '-')
    await process.stdout.write(
      `${connection.remote.ip} - ${user} [${accessTime(new Date())}] "${method} ${target} ${version}" ${response.status} ${sent} ${quoted('referer')} ${quoted('user-agent')}\n`,
    )
    return {
      ...response,
      headers: [['Server', server], ['Date', new Date().toUTCString()], ...response.headers],
    }
  }
  const readPage = async (path: string) => {
    try {
      return new TextDecoder().decode(await process.files.read(path))
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }
  const malformed = () => ({
    ...badRequest,
    headers: [['Server', server], ['Date', new Date().toUTCString()], ...badRequest.headers] as const,
  })

  beside(process, serveHttp(listener, handle, malformed))
  await untilAborted(process.signal)
  return 0
}

const userOf = (authorization: string | undefined) => {
  const [, encoded] = authorization?.match(/^Basic (\S+)$/) ?? []
  return encoded ? Buffer.from(encoded, 'base64').toString('latin1').split(':')[0] : '-'
}

const page = (content: string): ServedResponse => ({
  status: 200,
  reason: 'OK',
  headers: [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(Buffer.byteLength(content))],
    ['Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['Connection', 'keep-alive'],
    ['ETag', `"0-${Buffer.byteLength(content).toString(16)}"`],
    ['Accept-Ranges', 'bytes'],
  ],
  body: content,
})

const errorPage = (status: number, reason: string): ServedResponse => {
  const body = [
    '<html>',
    `<head><title>${status} ${reason}</title></head>`,
    '<body>',
    `<center><h1>${status} ${reason}</h1></center>`,
    `<hr><center>${server}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
  return {
    status,
    reason,
    headers: [
      ['Content-Type', 'text/html'],
      ['Content-Length', String(body.length)],
      ['Connection', 'keep-alive'],
    ],
    body,
  }
}
const notAllowed = errorPage(405, 'Not Allowed')
const notFound = errorPage(404, 'Not Found')
const badRequest = errorPage(400, 'Bad Request')
