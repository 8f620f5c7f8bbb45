import { X509Certificate } from 'node:crypto'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { selfSigned } from './self-signed'

test('vouches for itself on loopback and localhost', () => {
  const certificate = new X509Certificate(selfSigned().cert)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.ca).toBe(true)
})

test('a client that trusts it connects without skipping verification', async () => {
  const { key, cert } = selfSigned()
  const server = createServer({ key, cert }, (_, response) => response.end('ok'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, ca: cert }, response => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
  server.close()
  expect(status).toBe(200)
})
