import { sign, verify } from 'node:crypto'
import type { SigningKey } from './signing-key'

const ieee = 'ieee-p1363'
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Longer than any token of ours; what is longer is not looked at. */
const longest = 16 * 1024

export function signedToken(claims: object, { private: key, id }: SigningKey): string {
  const text = `${encoded({ alg: 'ES256', kid: id })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: ieee })
  return `${text}.${signature.toString('base64url')}`
}

/** A token's claims, unread: undefined when it is none, false when somebody else signed it. */
export function verifiedClaims(token: string, { public: key }: SigningKey): unknown {
  const parts = token.split('.')
  if (parts.length !== 3 || token.length > longest) return undefined
  const [header, claims, signature] = parts.map(part => Buffer.from(part, 'base64url'))
  const parsed = parse(claims!)
  if (parse(header!) === undefined || parsed === undefined) return undefined
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`)
  return verify('sha256', signed, { key, dsaEncoding: ieee }, signature!) ? parsed : false
}

function parse(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return value !== null && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}
