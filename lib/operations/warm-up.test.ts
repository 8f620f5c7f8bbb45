import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { pagesOf, warmUp } from './warm-up'

const lesson = (slug: string) => ({ slug }) as never

it('asks for every lesson once, where "Start now" begins first, and bears whatever is answered', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    if (request.url === '/') response.destroy()
    else response.writeHead(500).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const pages = pagesOf([{ slug: 'c', start: '05', lessons: [lesson('04'), lesson('05'), lesson('08')] }])
  await warmUp(`http://127.0.0.1:${port}`, pages)
  server.close()
  expect(asked).toEqual(['/', '/courses/c/05', '/courses/c/04', '/courses/c/08'])
})
