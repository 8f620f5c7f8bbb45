import type { Process } from '../../../process'
import { beside } from '../beside'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram, Machine } from '../machine'
import { listenOrSay } from '../servers/listen-or-say'
import { untilAborted } from '../until-aborted'

export type Asked = {
  readonly request: ServedRequest
  /** Of the request's target. */
  readonly path: string
  readonly query: URLSearchParams
  readonly process: Process
  readonly machine: Machine
}

/** A small web server of a tutorial: where it listens, what it says, and how it answers. */
export type WebService = {
  readonly port: (process: Process) => number
  /** Lines on stdout when it has started. */
  readonly started: (port: number, process: Process) => string
  readonly answer: (asked: Asked) => ServedResponse | Promise<ServedResponse>
  /** Its line on stdout about a request. */
  readonly logged?: (asked: Asked, response: ServedResponse) => string
}

export const webService =
  ({ port: portOf, started, answer, logged }: WebService): ContainerProgram =>
  async (process, machine) => {
    const port = portOf(process)
    const complaint = `listen tcp :${port}: bind: address already in use`
    const listener = await listenOrSay(process, machine.sockets, port, complaint)
    if (!listener) return 1
    const serving = serveHttp(listener, async request => {
      const { pathname: path, searchParams: query } = new URL(request.target, 'http://service')
      const asked = { request, path, query, process, machine }
      const response = await answer(asked)
      if (logged) await process.stdout.write(`${logged(asked, response)}\n`)
      return response
    })
    beside(process, serving)
    await process.stdout.write(started(port, process))
    await untilAborted(process.signal)
    return 0
  }

/** The number in a variable of its environment, or another. */
export const portFrom =
  (variable: string, otherwise: number) =>
  ({ env }: Process): number =>
    Number(env[variable]) || otherwise

/** What comes from a server that says who it is, with its type. */
export const page = (
  body: string,
  {
    status = 200,
    reason = 'OK',
    type = 'text/plain',
    server,
  }: {
    status?: number
    reason?: string
    type?: string
    server?: string
  } = {},
): ServedResponse => ({
  status,
  reason,
  headers: [
    ...(server === undefined ? [] : [['Server', server] as const]),
    ['Date', new Date().toUTCString()],
    ['Content-Type', type],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'keep-alive'],
  ],
  body,
})
