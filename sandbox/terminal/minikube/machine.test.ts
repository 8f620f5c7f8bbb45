import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openMachine } from './machine'
import type { MinikubeExit } from './say'

it.each([
  [403, 'a part of a cluster that others use'],
  [404, 'a real cluster'],
])('says why there is no machine where the API answers %d', async (code, words) => {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code }
  const server = createServer((_, response) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status)),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const machine = openMachine(
    { server: `http://127.0.0.1:${port}`, token: 'learner' },
    new AbortController().signal,
  )
  const exit: MinikubeExit = await machine.state().then(
    () => expect.fail('there is no machine'),
    error => error,
  )
  expect(exit.lines[0]?.[1]).toContain(words)
  machine.client.dispose()
  server.close()
})
