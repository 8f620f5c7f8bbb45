import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOutbound, refusalOf } from './outbound'

let asked = 0
const server = createServer((request, response) => {
  asked++
  if (request.url === '/elsewhere') response.writeHead(302, { location: '/' })
  response.end(request.url === '/long' ? 'x'.repeat(300_000) : 'hello')
})
let port = 0
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

describe('what is sent to addresses that somebody typed', () => {
  it.each([
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://0.0.0.0/',
    'http://example.org/',
  ])('is nothing for %s', url => expect(refusalOf(url)).toBeTruthy())

  it('may go to a public address', () => {
    for (const url of ['https://example.org/', 'https://93.184.216.34/', 'https://[2606:4700::1]/'])
      expect(refusalOf(url)).toBeUndefined()
  })

  it('is nothing for a name that leads to a private address: nobody is connected to', async () => {
    const send = createOutbound({ privateAddresses: false })
    await expect(send({ url: `https://localhost:${port}/`, method: 'POST', body: '' })).rejects.toThrow(
      /is not a public address/,
    )
    expect(asked).toBe(0)
  })

  it('gets there where private addresses are allowed, follows no redirect and reads no endless answer', async () => {
    const send = createOutbound({ privateAddresses: true })
    const ask = (path: string) => send({ url: `http://127.0.0.1:${port}${path}`, method: 'GET' })
    expect(await ask('/')).toEqual({ status: 200, body: 'hello' })
    expect((await ask('/elsewhere')).status).toBe(302)
    await expect(ask('/long')).rejects.toThrow('the answer is too long')
  })
})
