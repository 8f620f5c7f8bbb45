import type { DatagramSocket, Listener, Received } from '../../network/stack'
import type { Headers } from '../http/message'
import type { ServedResponse } from '../http/server'

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

const answer = (body: string, status: number, before: Headers, after: Headers): ServedResponse => ({
  status,
  reason: reasons[status] ?? `status code ${status}`,
  headers: [
    ...before,
    ['Date', new Date().toUTCString()],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...after,
  ],
  body,
})

/** What Go's http server makes of a string; a type that is told comes first, one that it guesses last. */
export const plainText = (body: string, status = 200, type?: string): ServedResponse =>
  answer(
    body,
    status,
    type === undefined ? [] : [['Content-Type', type]],
    type === undefined && body !== '' ? [['Content-Type', text]] : [],
  )

const text = 'text/plain; charset=utf-8'

/** http.Error. */
export const failure = (message: string, status: number): ServedResponse =>
  answer(
    `${message}\n`,
    status,
    [
      ['Content-Type', text],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    [],
  )

/** http.Redirect, asked with GET. */
export const redirect = (location: string, status: number): ServedResponse =>
  answer(
    `<a href="${location}">${reasons[status] ?? ''}</a>.\n\n`,
    status,
    [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Location', location],
    ],
    [],
  )

/** encoding/json: as JSON.stringify, and safe within HTML. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, sign => `\\u00${sign.charCodeAt(0).toString(16)}`)

/** Says one thing to whoever connects. */
export async function greetConnections(listener: Listener, text: string): Promise<void> {
  for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
    const connection = peer
    connection.output
      .write(text)
      .catch(() => {
        // The client did not wait for it.
      })
      .finally(() => connection.close())
  }
}

type Datagram = Extract<Received, { data: Uint8Array }>

/** Answers each datagram with a text, or not at all. */
export async function answerDatagrams(
  socket: DatagramSocket,
  answer: (received: Datagram) => Promise<string | undefined> | string | undefined,
): Promise<void> {
  for (let received = await socket.receive(); received; received = await socket.receive()) {
    if ('error' in received) continue
    const text = await answer(received)
    if (text !== undefined) socket.send(received.from, new TextEncoder().encode(text))
  }
}
