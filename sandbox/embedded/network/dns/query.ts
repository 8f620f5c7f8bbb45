import type { SocketAddress } from '../address'
import { createDeadline } from '../deadline'
import { NetworkError } from '../network-error'
import type { Sockets } from '../stack'
import { decodeMessage, encodeMessage, MalformedMessage, type Message, type Question } from './message'
import { frameMessage, readMessages } from './stream'

export type QueryOptions = {
  transport?: 'UDP' | 'TCP'
  /** Milliseconds for one attempt. */
  timeout: number
  attempts: number
  signal?: AbortSignal
}

export type QueryResult =
  | { readonly message: Message; readonly size: number }
  | { readonly failure: 'timeout' | 'refused' | 'interrupted' }

/** Asks one name server one question. */
export async function query(
  sockets: Sockets,
  server: SocketAddress,
  question: Question,
  { transport = 'UDP', timeout, attempts, signal }: QueryOptions,
): Promise<QueryResult> {
  const request = encodeMessage(newQuery(question))
  const ask = transport === 'UDP' ? askOverUdp : askOverTcp
  for (let attempt = 1; ; attempt++) {
    const deadline = createDeadline(timeout, signal)
    const result = await ask(sockets, server, request, deadline.signal)
    deadline.dispose()
    if (signal?.aborted) return { failure: 'interrupted' }
    if ('message' in result || attempt >= attempts) return result
    // A refusal comes at once; the next attempt waits no longer than that one did.
  }
}

const newQuery = (question: Question): Message => ({
  id: Math.floor(Math.random() * 65_536),
  response: false,
  authoritative: false,
  recursionDesired: true,
  recursionAvailable: false,
  code: 'NOERROR',
  questions: [question],
  answers: [],
  authority: [],
})

type Ask = (
  sockets: Sockets,
  server: SocketAddress,
  request: Uint8Array,
  signal: AbortSignal,
) => Promise<QueryResult>

const askOverUdp: Ask = async (sockets, server, request, signal) => {
  const socket = sockets.bind(0)
  try {
    socket.send(server, request)
    for (;;) {
      const received = await socket.receive(signal)
      if (received === null) return { failure: 'timeout' }
      if ('error' in received) return { failure: 'refused' }
      const message = parse(received.data)
      if (message && isAnswerTo(message, request)) return { message, size: received.data.length }
    }
  } finally {
    socket.dispose()
  }
}

const askOverTcp: Ask = async (sockets, server, request, signal) => {
  try {
    const connection = await sockets.connect(server, { signal })
    const stop = () => connection.close()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await connection.output.write(frameMessage(request))
      for await (const bytes of readMessages(connection.input)) {
        const message = parse(bytes)
        if (message) return { message, size: bytes.length }
      }
      return { failure: 'timeout' }
    } finally {
      signal.removeEventListener('abort', stop)
      connection.close()
    }
  } catch (error) {
    if (error instanceof NetworkError)
      return { failure: error.code === 'ECONNREFUSED' ? 'refused' : 'timeout' }
    throw error
  }
}

const isAnswerTo = (message: Message, request: Uint8Array) =>
  message.response && message.id === ((request[0]! << 8) | request[1]!)

function parse(bytes: Uint8Array): Message | undefined {
  try {
    return decodeMessage(bytes)
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined
    throw error
  }
}
