import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { send } from './send'

let server: Server
beforeAll(async () => {
  server = createServer((request, response) =>
    request.url!.startsWith('/text')
      ? send(request, response, { code: 200, body: 'ok', contentType: 'text/plain' })
      : send(request, response, { code: 200, body: { kind: 'Status', code: 200 } }),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const get = async (path: string, agent: string) => {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'user-agent': agent } })
  return response.text()
}
const indented = '{\n  "kind": "Status",\n  "code": 200\n}'
const short = '{"kind":"Status","code":200}\n'

it.each([
  ['/', 'kubectl/v1.36.3', short],
  ['/', 'curl/7.88.1', indented],
  ['/', 'Wget/1.21', indented],
  ['/', 'Mozilla/5.0 (X11)', indented],
  ['/?pretty=true', 'kubectl/v1.36.3', indented],
  ['/?pretty=false', 'curl/7.88.1', short],
  ['/text', 'curl/7.88.1', 'ok'],
])('answers %s to %s', async (path, agent, body) => expect(await get(path, agent)).toBe(body))
