import { createPrivateKey, X509Certificate } from 'node:crypto'

/** What is wrong with a certificate and its key (Go's tls.X509KeyPair); nothing when they belong together. */
export function keyPairError(cert: Uint8Array, key: Uint8Array): string | undefined {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  if (!/-----BEGIN [A-Z0-9 ]+-----/.test(text(cert)))
    return 'tls: failed to find any PEM data in certificate input'
  if (!/-----BEGIN [A-Z0-9 ]+-----/.test(text(key))) return 'tls: failed to find any PEM data in key input'
  try {
    const certificate = new X509Certificate(cert)
    const privateKey = createPrivateKey(Buffer.from(key))
    if (!certificate.checkPrivateKey(privateKey)) return 'tls: private key does not match public key'
    return undefined
  } catch {
    return 'tls: failed to parse certificate or private key'
  }
}
