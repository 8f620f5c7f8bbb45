import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeMessage, encodeMessage, MalformedMessage, type Message } from './message'

const message: Message = {
  id: 4711,
  response: true,
  authoritative: true,
  recursionDesired: true,
  recursionAvailable: false,
  code: 'NOERROR',
  questions: [{ name: 'web.netpol-demo.svc.cluster.local', type: 'A' }],
  answers: [
    { name: 'web.netpol-demo.svc.cluster.local', type: 'A', ttl: 5, address: '10.96.185.116' },
    { name: '_http._tcp.web', type: 'SRV', ttl: 5, priority: 0, weight: 100, port: 80, target: 'web.local' },
    { name: '1.0.96.10.in-addr.arpa', type: 'PTR', ttl: 5, target: 'kubernetes.default.svc.cluster.local' },
  ],
  authority: [
    {
      name: 'cluster.local',
      type: 'SOA',
      ttl: 5,
      primary: 'ns.dns.cluster.local',
      mailbox: 'hostmaster.cluster.local',
      numbers: [1, 2, 3, 4, 5],
    },
  ],
}

it('reads what it writes', () => {
  expect(decodeMessage(encodeMessage(message))).toEqual(message)
})

it('follows compressed names', () => {
  const bytes = [
    ...[0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0],
    ...[3, 119, 101, 98, 0, 0, 1, 0, 1],
    ...[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 10, 0, 0, 1],
  ]
  expect(decodeMessage(Uint8Array.from(bytes)).answers).toEqual([
    { name: 'web', type: 'A', ttl: 5, address: '10.0.0.1' },
  ])
})

it('refuses a name that points at itself', () => {
  const bytes = Uint8Array.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1])
  expect(() => decodeMessage(bytes)).toThrow(MalformedMessage)
})

it('survives any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      try {
        decodeMessage(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage)
      }
    }),
  )
})
