import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { type TerminalServerMessage, terminalServerMessage } from '@/protocol'

/** A notice of PostgreSQL's has at most 8,000 bytes; whose it is, and what of what, needs some. */
const mostInOne = 7_500

/** What a terminal printed, as words of notices: in parts of one number, without spaces. */
export function pack(number: number, messages: readonly TerminalServerMessage[]): string[][] {
  const text = deflateRawSync(JSON.stringify(messages)).toString('base64')
  const parts = Math.max(1, Math.ceil(text.length / mostInOne))
  return Array.from({ length: parts }, (_, part) => [
    `${number}`,
    `${part}/${parts}`,
    text.slice(part * mostInOne, (part + 1) * mostInOne),
  ])
}

const batch = z.array(terminalServerMessage)

/** Puts the parts together again. */
export interface Unpacking {
  /** What is complete with this part; nothing yet; or something was missed. */
  take(number: string, part: string, data: string): readonly TerminalServerMessage[] | 'missed' | undefined
}

export function createUnpacking(): Unpacking {
  /** The last number that was complete; before the first everything is new. */
  let last: number | undefined
  let begun: { number: number; data: string[] } | undefined
  return {
    take(numbered, place, data) {
      const number = Number(numbered)
      const [part = 0, parts = 1] = place.split('/').map(Number)
      if (part === 0) begun = { number, data: [] }
      // Of something that began before one listened: what comes next is the first.
      if (!begun) return undefined
      if (begun.number !== number || begun.data.length !== part) return 'missed'
      begun.data.push(data)
      if (begun.data.length < parts) return undefined
      const text = inflateRawSync(Buffer.from(begun.data.join(''), 'base64')).toString()
      begun = undefined
      if (last !== undefined && number !== last + 1) return 'missed'
      last = number
      return batch.parse(JSON.parse(text))
    },
  }
}
