import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { Random } from './random'
import { token } from './running-cluster'

/** Milliseconds after which a connection is said to have no end. */
const patience = 10_000

const protocols = [
  ['v5.channel.k8s.io'],
  ['v5.channel.k8s.io'],
  ['v4.channel.k8s.io'],
  ['base64.channel.k8s.io'],
  ['channel.k8s.io'],
  ['x', 'v4.channel.k8s.io'],
  ['x'],
  [],
]
const connections = [
  'exec?command=sh&stdin=true&stdout=true&stderr=true',
  'exec?command=cat&stdin=true&stdout=true&tty=true',
  'exec?stdin=x&command=',
  'attach?stdin=true&stdout=true',
  'portforward?ports=80',
  'portforward',
  'log?follow=true',
  'x',
  '',
]

/** Opens a stream to the pod, sends whatever, and goes: sometimes properly. Answers what is wrong. */
export function fuzzSocket(port: number, random: Random): Promise<string | undefined> {
  const path = `/api/v1/namespaces/default/pods/${random.pick(['web', 'nobody'])}/${random.pick(connections)}`
  return new Promise(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, random.pick(protocols), {
      headers: random.chance(0.9) ? { authorization: `Bearer ${token}` } : {},
    })
    const over = setTimeout(() => resolve(`no end of ${path}`), patience)
    const end = (wrong?: string) => {
      clearTimeout(over)
      resolve(wrong)
    }
    socket.on('unexpected-response', (_, response) => {
      const { statusCode = 0 } = response
      let text = ''
      response.on('data', chunk => {
        text += chunk
      })
      // The one 500 that a real server has, too: the pod is there, and its container is not yet.
      const fault = () => statusCode >= 500 && !text.includes('container not found')
      response.on('end', () => end(fault() ? `${statusCode} ${text} for ${path}` : undefined))
    })
    socket.on('open', () => {
      for (let sent = random.below(12); sent > 0; sent--) {
        const frame = Buffer.concat([
          Buffer.from([random.pick([0, 0, 1, 2, 3, 4, 255, 7])]),
          random.bytes(random.below(300)),
        ])
        socket.send(random.chance(0.8) ? frame : frame.toString('latin1'))
      }
      if (random.chance(0.2)) socket.send(Buffer.alloc(200_000, 'x'))
      if (random.chance(0.3)) socket.ping(random.bytes(20))
      setTimeout(() => (random.chance(0.5) ? socket.close() : socket.terminate()), random.below(30))
    })
    socket.on('close', () => end())
    socket.on('error', () => undefined)
  })
}

/** Bytes that are no HTTP, or stop being it after the upgrade. */
export function fuzzBytes(port: number, random: Random): Promise<string | undefined> {
  const upgrade = `GET /api/v1/namespaces/default/pods/web/exec?command=sh&stdin=true&stdout=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`
  const first = random.pick([
    upgrade,
    upgrade.replace('websocket', 'SPDY/3.1'),
    upgrade.replace('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n', ''),
    upgrade.replace('13', '99'),
    'GET /api HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
    'POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0016\u0003\u0001',
  ])
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const over = setTimeout(() => resolve(`a connection stays open after ${JSON.stringify(first)}`), patience)
    let text = ''
    socket.on('data', data => {
      text += data.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(over)
      resolve(/^HTTP\/1\.1 5/.test(text) ? text : undefined)
    })
    socket.write(Buffer.concat([Buffer.from(first), random.bytes(random.below(500))]))
    setTimeout(() => socket.destroy(), 30)
  })
}
