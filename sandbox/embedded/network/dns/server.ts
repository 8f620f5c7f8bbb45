import type { DatagramSocket, Listener, Sockets } from '../stack'
import { decodeMessage, encodeMessage, MalformedMessage, type Message, type Question } from './message'
import { frameMessage, readMessages } from './stream'
import type { Answer } from './zone'

const port = 53

/** What a server says of a name. */
export type LookUp = (question: Question) => Answer

/** Answers DNS over UDP and TCP 53, until `signal` is aborted. Throws EADDRINUSE. */
export async function serveDns(lookUp: LookUp, sockets: Sockets, signal: AbortSignal): Promise<void> {
  const datagrams = sockets.bind(port)
  const listener = sockets.listen(port)
  const stop = () => {
    datagrams.dispose()
    listener.dispose()
  }
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  await Promise.all([serveDatagrams(lookUp, datagrams), serveStreams(lookUp, listener)])
}

/** Until the socket is closed. */
export async function serveDatagrams(lookUp: LookUp, socket: DatagramSocket): Promise<void> {
  for (;;) {
    const received = await socket.receive()
    if (received === null) return
    if ('error' in received) continue
    const reply = answer(lookUp, received.data)
    if (reply) socket.send(received.from, reply)
  }
}

/** Until the listener is closed. */
export async function serveStreams(lookUp: LookUp, listener: Listener): Promise<void> {
  for (;;) {
    const connection = await listener.accept()
    if (connection === null) return
    void (async () => {
      try {
        for await (const query of readMessages(connection.input)) {
          const reply = answer(lookUp, query)
          if (reply) await connection.output.write(frameMessage(reply))
        }
      } finally {
        connection.close()
      }
    })().catch(() => {
      // The client went away: nobody is left to answer.
    })
  }
}

/** The answer to one query, or nothing to what is no query. */
function answer(lookUp: LookUp, bytes: Uint8Array): Uint8Array | undefined {
  try {
    const query = decodeMessage(bytes)
    const [question] = query.questions
    if (query.response || !question) return undefined
    const { code, authoritative, answers, authority } = lookUp(question)
    const reply: Message = {
      id: query.id,
      response: true,
      authoritative,
      recursionDesired: query.recursionDesired,
      recursionAvailable: false,
      code,
      questions: [question],
      answers,
      authority,
    }
    return encodeMessage(reply)
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined
    throw error
  }
}
