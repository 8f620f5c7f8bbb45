import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'

/** What a cluster signs its service accounts' tokens with (ES256), and how others know the key. */
export type SigningKey = { private: KeyObject; public: KeyObject; id: string }

/** A new key in PEM (PKCS 8). */
export const newSigningKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey

export function readSigningKey(pem: string): SigningKey {
  const secret = createPrivateKey(pem)
  const shown = createPublicKey(secret)
  const id = createHash('sha256')
    .update(shown.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
  return { private: secret, public: shown, id }
}
