import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a certificate says, signed as a whole. */
export type Signed = {
  id: string
  course: string
  name: string
  issuedAt: Date
  /** Empty: it is for the whole course. */
  workshop: string
  title: string | null
  lessons: readonly string[]
}

function signatureOf(secret: string, signed: Signed): Buffer {
  const { id, course, name, issuedAt, workshop, title, lessons } = signed
  const ofWorkshop = workshop === '' ? [] : [workshop, title, lessons]
  return createHmac('sha256', secret)
    .update(JSON.stringify(['certificate', id, course, name, issuedAt.toISOString(), ...ofWorkshop]))
    .digest()
}

/** The part of a certificate's address that names and signs it. */
export const tokenOf = (secret: string, signed: Signed): string =>
  `${signed.id}.${signatureOf(secret, signed).toString('base64url')}`

/** The id in a token; what it says is still to be verified. */
export const idIn = (token: string): string => token.split('.')[0] ?? ''

/** Does the token sign what is kept under its id? */
export function isSigned(secret: string, signed: Signed, token: string): boolean {
  const given = Buffer.from(token.split('.')[1] ?? '', 'base64url')
  const right = signatureOf(secret, signed)
  return given.length === right.length && timingSafeEqual(given, right)
}
