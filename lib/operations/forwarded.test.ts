import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { trustForwarded } from './forwarded'

const trusted = (headers: Record<string, string>, behindProxy: boolean) => {
  const request = { headers: { ...headers }, socket: { remoteAddress: '10.0.0.9' } }
  trustForwarded(request as unknown as IncomingMessage, behindProxy)
  return request.headers
}

it('believes nobody when there is no proxy', () => {
  expect(trusted({ 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil', host: 'lab' }, false)).toEqual({
    host: 'lab',
    'x-forwarded-for': '10.0.0.9',
  })
})

it('believes only what the proxy itself added', () => {
  expect(trusted({ 'x-forwarded-for': 'made up, 192.0.2.7' }, true)).toEqual({
    'x-forwarded-for': '192.0.2.7',
  })
})
