import { randomInt } from 'node:crypto'

/** No vowels and no look-alikes, so that no word appears in a name (apimachinery: rand.SafeEncodeString). */
export const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Five letters and digits, as the API server makes names up. */
export const randomSuffix = () =>
  Array.from({ length: 5 }, () => safeAlphabet[randomInt(safeAlphabet.length)]).join('')

/** `web-` becomes `web-x7k2p`; what is too long is cut (apiserver, names.SimpleNameGenerator). */
export const generatedName = (prefix: string) => prefix.slice(0, 58) + randomSuffix()
