import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { bits, boolean, choice, explicit, integer, octets, oid, sequence, set, text, time } from './der'

const day = 86_400_000

const ids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
} as const

const extension = (id: string, value: Buffer, critical = false) =>
  critical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value))

const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`

/**
 * A key and a certificate that vouches for itself (RFC 5280), for one run of a server on this machine: kubectl gives
 * its token to nobody over plain HTTP. Clients trust it by the kubeconfig's `certificate-authority-data`.
 */
export function selfSigned(now = Date.now()): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = sequence(oid(ids.ecdsaWithSha256))
  const name = sequence(set(sequence(oid(ids.commonName), text('minikube'))))
  const serial = randomBytes(16)
  serial[0]! &= 0x7f
  serial[0]! |= 0x40
  const extensions = sequence(
    extension(ids.basicConstraints, sequence(boolean(true)), true),
    // digitalSignature and keyCertSign
    extension(ids.keyUsage, bits(Buffer.from([0x84]), 2), true),
    extension(ids.extendedKeyUsage, sequence(oid(ids.serverAuthentication))),
    extension(
      ids.alternativeNames,
      sequence(
        choice(2, Buffer.from('localhost')),
        choice(2, Buffer.from('kubernetes.default.svc')),
        choice(7, Buffer.from([127, 0, 0, 1])),
      ),
    ),
  )
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(time(now - day), time(now + 365 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, extensions),
  )
  const cert = sequence(body, algorithm, bits(sign('sha256', body, privateKey)))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', cert),
  }
}
