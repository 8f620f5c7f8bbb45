import { createPipe, type Input, readText } from '../../../../process'
import { controlFrame, createFrameReader, dataFrame, frameTypes, words } from './frames'
import { createHeaderBlocks, type Headers } from './header-blocks'

/** The client's side of a session, as client-go's: streams with odd numbers. */
export function createSpdyClient(send: (bytes: Uint8Array) => void) {
  const blocks = createHeaderBlocks()
  const reader = createFrameReader()
  const pipes = new Map<number, ReturnType<typeof createPipe>>()
  const controls: { type: number; payload: Buffer }[] = []
  let next = 1
  let sent = Promise.resolve()
  const inOrder = (make: () => Promise<Uint8Array> | Uint8Array) => {
    sent = sent.then(async () => send(await make()))
    return sent
  }
  return {
    controls,
    receive(bytes: Uint8Array) {
      for (const frame of reader.push(bytes)) {
        if (frame.kind === 'control') controls.push({ type: frame.type, payload: Buffer.from(frame.payload) })
        else {
          const pipe = pipes.get(frame.stream)!
          void pipe.output.write(Uint8Array.from(frame.data))
          if (frame.end) pipe.output.close()
        }
      }
    },
    open(headers: Headers) {
      const id = next
      next += 2
      const pipe = createPipe({ capacity: 10_000_000 })
      pipes.set(id, pipe)
      void inOrder(async () =>
        controlFrame(
          frameTypes.synStream,
          Buffer.concat([words(id, 0), Buffer.alloc(2), await blocks.pack(headers)]),
        ),
      )
      return {
        id,
        input: pipe.input as Input,
        text: () => readText(pipe.input, 10_000_000),
        write: (text: string, end = false) => inOrder(() => dataFrame(id, Buffer.from(text), end)),
      }
    },
    ping: (id: number) => inOrder(() => controlFrame(frameTypes.ping, words(id))),
  }
}
