import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { nonceIn, secure } from './security-headers'

const answer = () => {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  secure(request, response, false)
  return { request, response }
}

it('every answer has a nonce of its own, which Next is told as well', () => {
  const [one, other] = [answer(), answer()]
  const policy = String(one.response.getHeader('content-security-policy'))
  expect(one.request.headers['content-security-policy']).toBe(policy)
  expect(nonceIn(policy)).toMatch(/^[\w+/]{20,}={0,2}$/)
  expect(other.response.getHeader('content-security-policy')).not.toBe(policy)
})

it('no script runs that we did not send, and nobody frames us', () => {
  const policy = String(answer().response.getHeader('content-security-policy'))
  expect(/script-src[^;]*/.exec(policy)?.[0]).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'self'")
  expect(nonceIn(null)).toBeUndefined()
})
