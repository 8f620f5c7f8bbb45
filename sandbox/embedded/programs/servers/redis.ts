import { BrokenPipe } from '../../../process'
import type { Connection } from '../../network/sockets/connection'
import { beside } from '../beside'
import { createByteReader } from '../http/byte-reader'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'

const port = 6379

/** Redis that knows PING: enough to see who may connect. */
export const redis: ContainerProgram = async (process, { sockets }) => {
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    `# Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use`,
  )
  if (!listener) return 1
  beside(
    process,
    (async () => {
      for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
        const connection = peer
        beside(
          process,
          converse(connection).finally(() => connection.close()),
        )
      }
    })(),
  )
  await process.stdout.write(
    `1:M * Running mode=standalone, port=${port}.\n1:M * Ready to accept connections tcp\n`,
  )
  await untilAborted(process.signal)
  return 0
}

/** Inline commands and arrays of bulk strings (RESP); every name but PING and QUIT is unknown. */
async function converse(connection: Connection) {
  const reader = createByteReader(connection.input)
  try {
    for (let line = await reader.line(); line !== null; line = await reader.line()) {
      let command = line
      const [, count] = line.match(/^\*(\d{1,3})$/) ?? []
      if (count !== undefined) {
        const words: string[] = []
        for (let word = 0; word < Number(count); word++) {
          await reader.line()
          words.push((await reader.line()) ?? '')
        }
        command = words.join(' ')
      }
      const [name = ''] = command.split(' ')
      if (/^ping$/i.test(name)) await connection.output.write('+PONG\r\n')
      else if (/^quit$/i.test(name)) return await connection.output.write('+OK\r\n')
      else if (name !== '')
        await connection.output.write(
          `-ERR unknown command '${name.slice(0, 128)}', with args beginning with: \r\n`,
        )
    }
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
  }
}
