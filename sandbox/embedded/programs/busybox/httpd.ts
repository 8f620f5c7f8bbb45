import { FileError, resolvePath } from '../../../process'
import { beside } from '../beside'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { listenOrSay } from '../servers/listen-or-say'
import { untilAborted } from '../until-aborted'
import { optionError } from './usage'

const usageText = `httpd [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]
or httpd -d/-e/-m STRING

Listen for incoming HTTP requests`

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  htm: 'text/html',
  html: 'text/html',
  jpg: 'image/jpeg',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  txt: 'text/plain',
}

/** busybox httpd, in the foreground (`-f`) whether it is asked for or not: files below `-h`. */
export const httpd: ContainerProgram = async (process, { sockets }) => {
  const options = parseOptions(process.argv.slice(1), { short: 'ifvc:p:u:r:h:d:e:m:' })
  if (options.problem) {
    await process.stderr.write(optionError('httpd', options.problem, usageText))
    return 1
  }
  const root = resolvePath(process.cwd, options.value('h') ?? '.')
  const home = await process.files.stat(root).catch(() => undefined)
  if (home?.kind !== 'directory') {
    const why = home ? 'Not a directory' : 'No such file or directory'
    await process.stderr.write(`httpd: can't change directory to '${options.value('h')}': ${why}\n`)
    return 1
  }
  const port = Number(options.value('p')?.split(':').at(-1) ?? 80)
  const listener = await listenOrSay(process, sockets, port, 'httpd: bind: Address already in use')
  if (!listener) return 1
  beside(process, serveHttp(listener, answer))
  await untilAborted(process.signal)
  return 0

  async function answer({ method, target, connection }: ServedRequest): Promise<ServedResponse> {
    const path = target.replace(/[?#].*$/s, '')
    const response = await respond(method, path)
    if (options.has('v'))
      await process.stderr.write(
        `[::ffff:${connection.remote.ip}]:${connection.remote.port}: response:${response.status}\n`,
      )
    return response
  }

  async function respond(method: string, path: string): Promise<ServedResponse> {
    if (method !== 'GET' && method !== 'HEAD')
      return failure(501, 'Not Implemented', 'The requested method is not recognized')
    const file = resolvePath(root, `.${resolvePath('/', path)}${path.endsWith('/') ? '/index.html' : ''}`)
    try {
      const { modified, kind } = await process.files.stat(file)
      if (kind === 'directory') return moved(`${path}/`)
      return found(await process.files.read(file), file, modified)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return failure(404, 'Not Found', 'The requested URL was not found')
    }
  }
}

const base = (type: string): [string, string][] => [
  ['Date', new Date().toUTCString()],
  ['Connection', 'close'],
  ['Content-type', type],
]

const found = (content: Uint8Array, file: string, modified: number): ServedResponse => ({
  status: 200,
  reason: 'OK',
  headers: [
    ...base(types[file.split('.').at(-1)!] ?? 'application/octet-stream'),
    ['Accept-Ranges', 'bytes'],
    ['Last-Modified', new Date(modified).toUTCString()],
    ['ETag', `"${Math.floor(modified / 1_000).toString(16)}-${content.length.toString(16)}"`],
    ['Content-Length', String(content.length)],
  ],
  body: new TextDecoder().decode(content),
})

const moved = (location: string): ServedResponse => ({
  ...failure(302, 'Found', ''),
  headers: [...base('text/html'), ['Location', location]],
})

const failure = (status: number, reason: string, text: string): ServedResponse => ({
  status,
  reason,
  headers: base('text/html'),
  body: `<HTML><HEAD><TITLE>${status} ${reason}</TITLE></HEAD>\n<BODY><H1>${status} ${reason}</H1>\n${text}\n</BODY></HTML>\n`,
})
