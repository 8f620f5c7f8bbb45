import { createHash, createHmac, randomInt } from 'node:crypto'

/** Letters and digits that nobody takes for another when they are read out or written on a board. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** What participants type to join: some 900 million there are. */
export const newJoinCode = () =>
  Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')

/** A code as it was made, however it was typed. */
export const plainCode = (typed: string) => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')

/** By which a guest comes back to a seat: the same at any time, and known only with the installation's secret. */
export function personalCode(secret: string, seat: string): string {
  const bytes = createHmac('sha256', secret).update('seat').update('\0').update(seat).digest()
  const letters = [...bytes.subarray(0, 12)].map(byte => alphabet[byte % alphabet.length]).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

/** What is kept of a personal code. */
export const codeHash = (code: string) => createHash('sha256').update(plainCode(code)).digest('hex')
