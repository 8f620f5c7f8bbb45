import type { Registry } from '../../api/registry'
import type { Sockets } from '../stack'
import { decodeMessage, encodeMessage, MalformedMessage, type Message } from './message'
import { frameMessage, readMessages } from './stream'
import { lookUp } from './zone'

const port = 53

/** Answers DNS over UDP and TCP 53 from the cluster's objects, until `signal` is aborted. Throws EADDRINUSE. */
export async function serveDns(registry: Registry, sockets: Sockets, signal: AbortSignal): Promise<void> {
  const datagrams = sockets.bind(port)
  const listener = sockets.listen(port)
  const stop = () => {
    datagrams.dispose()
    listener.dispose()
  }
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  await Promise.all([serveDatagrams(), serveConnections()])

  async function serveDatagrams() {
    for (;;) {
      const received = await datagrams.receive()
      if (received === null) return
      if ('error' in received) continue
      const reply = answer(registry, received.data)
      if (reply) datagrams.send(received.from, reply)
    }
  }

  async function serveConnections() {
    for (;;) {
      const connection = await listener.accept()
      if (connection === null) return
      void (async () => {
        try {
          for await (const query of readMessages(connection.input)) {
            const reply = answer(registry, query)
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
}

/** The answer to one query, or nothing to what is no query. */
function answer(registry: Registry, bytes: Uint8Array): Uint8Array | undefined {
  try {
    const query = decodeMessage(bytes)
    const [question] = query.questions
    if (query.response || !question) return undefined
    const { code, authoritative, answers, authority } = lookUp(registry, question)
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
