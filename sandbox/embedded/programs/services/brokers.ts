import type { Connection } from '../../network/sockets/connection'
import { beside } from '../beside'
import { createByteReader } from '../http/byte-reader'
import { serveEach } from '../http/server'
import type { ContainerProgram } from '../machine'
import { listenOrSay } from '../servers/listen-or-say'
import { untilAborted } from '../until-aborted'

/** A server that speaks a protocol of its own on one port. */
const server =
  (
    port: number,
    started: string,
    makeTalk: () => (connection: Connection) => Promise<void>,
  ): ContainerProgram =>
  async (process, { sockets }) => {
    const listener = await listenOrSay(process, sockets, port, `port ${port}: Address already in use`)
    if (!listener) return 1
    beside(process, serveEach(listener, makeTalk()))
    await process.stdout.write(started)
    await untilAborted(process.signal)
    return 0
  }

const overHttp = 'It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n'

/** mongod without a database: it takes connections, and tells a browser that it is none of its kind. */
export const mongod = server(
  27017,
  '{"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}\n',
  () =>
    async ({ input, output }) => {
      for (let chunk = await input.read(); chunk; chunk = await input.read()) {
        if (!/^(GET|HEAD|POST|PUT) /.test(Buffer.from(chunk.subarray(0, 8)).toString('latin1'))) continue
        await output.write(
          `HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${overHttp.length}\r\n\r\n${overHttp}`,
        )
        return
      }
    },
)

const amqpHeader = 'AMQP\0\0\x09\x01'

/** RabbitMQ: tells every client which protocol it speaks, which is its answer to one that speaks another. */
export const rabbitmq = server(5672, ' completed with 4 plugins.\n', () => async ({ input, output }) => {
  if (await input.read()) await output.write(Buffer.from(amqpHeader, 'latin1'))
})

const mostItems = 1_000
const largestItem = 1_048_576

/** memcached's text protocol: get, set, delete, incr, version, stats, quit. */
export const memcached = server(11211, '', () => {
  const items = new Map<string, { flags: string; data: string }>()
  return async ({ input, output }) => {
    const reader = createByteReader(input)
    const say = (text: string) => output.write(`${text}\r\n`)
    for (let line = await reader.line(); line !== null; line = await reader.line()) {
      const [command = '', key = '', flags = '0', , size = '0'] = line.split(' ')
      const item = items.get(key)
      if (command === 'quit') return
      if (command === 'version') await say('VERSION 1.6.39')
      else if (command === 'stats') await say(`STAT curr_items ${items.size}\r\nEND`)
      else if (command === 'get' || command === 'gets')
        await say(item ? `VALUE ${key} ${item.flags} ${item.data.length}\r\n${item.data}\r\nEND` : 'END')
      else if (command === 'delete') await say(items.delete(key) ? 'DELETED' : 'NOT_FOUND')
      else if (command === 'set' || command === 'add' || command === 'replace') {
        if (!(Number(size) <= largestItem)) return
        const data = await exactly(reader, Number(size))
        await reader.line()
        const refused =
          items.size >= mostItems || (command !== 'set' && (item !== undefined) !== (command === 'replace'))
        if (!refused) items.set(key, { flags, data })
        await say(refused ? 'NOT_STORED' : 'STORED')
      } else await say('ERROR')
    }
  }
})

async function exactly(reader: ReturnType<typeof createByteReader>, size: number): Promise<string> {
  let data = ''
  while (data.length < size) {
    const piece = await reader.some(size - data.length)
    if (piece === null) break
    data += Buffer.from(piece).toString('latin1')
  }
  return data
}
