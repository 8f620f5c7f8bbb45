import { expect, it } from 'vitest'
import { createPipe, readText } from '../../../../process'
import { createSpdyClient } from './client.fixture'
import { frameTypes } from './frames'
import { type SpdyStream, serveSpdy } from './session'

/** A session over memory, cut into pieces of `piece` bytes. */
function start(opened: (stream: SpdyStream) => void, piece = 1_000_000) {
  const up = createPipe({ capacity: 10_000_000 })
  const client = createSpdyClient(bytes => {
    for (let at = 0; at < bytes.length; at += piece) void up.output.write(bytes.subarray(at, at + piece))
  })
  const served = serveSpdy(
    {
      input: up.input,
      write: async bytes => client.receive(bytes),
      close: () => up.input.close(),
    },
    opened,
  )
  return { client, served, send: up.output.write, hangUp: () => up.output.close() }
}

const echo = async ({ headers, input, output }: SpdyStream) => {
  await output.write(`${headers.streamtype}: ${await readText(input, 10_000_000)}`)
  output.close()
}

it.each([1, 7, 1_000_000])('carries streams side by side, in pieces of %i bytes', async piece => {
  const { client, served, hangUp } = start(stream => void echo(stream), piece)
  const [first, second] = [client.open({ streamtype: 'data' }), client.open({ streamType: 'error' })]
  await second.write('two', true)
  await first.write('one ')
  await first.write('more', true)
  expect([await first.text(), await second.text()]).toEqual(['data: one more', 'error: two'])
  expect(client.controls.map(({ type }) => type)).toEqual([frameTypes.synReply, frameTypes.synReply])
  hangUp()
  await served
})

it('answers a ping with the same number', async () => {
  const { client, served, hangUp } = start(() => {})
  await client.ping(77)
  hangUp()
  await served
  expect(client.controls).toEqual([{ type: frameTypes.ping, payload: Buffer.from([0, 0, 0, 77]) }])
})

it('refuses more streams than it can hold', async () => {
  const { client, served, hangUp } = start(() => {})
  for (let count = 0; count < 300; count++) await client.open({ streamtype: 'data' }).write('')
  hangUp()
  await served
  expect(client.controls.filter(({ type }) => type === frameTypes.reset).length).toBe(300 - 256)
})

it.each([
  ['another version of the protocol', Buffer.from('8002000100000000', 'hex')],
  ['a header block that is none', Buffer.from('800300010000000f000000010000000000007fffffffff', 'hex')],
])('ends the session at %s', async (_, bytes) => {
  const { served, send } = start(() => {})
  await send(bytes)
  await served
})
