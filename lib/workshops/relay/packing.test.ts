import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { TerminalServerMessage } from '@/protocol'
import { createUnpacking, pack } from './packing'

const output = (sequence: number, data = `line ${sequence}`): TerminalServerMessage => ({
  ...{ type: 'output', sequence, data },
})
const large = output(2, randomBytes(30_000).toString('base64'))

it('comes out as it went in, also when it is too large for one notice', () => {
  const batches = [[output(1)], [large, output(3)], []]
  const unpacking = createUnpacking()
  const out = batches.flatMap((messages, number) =>
    pack(number, messages).flatMap(([at = '', part = '', data = '']) => {
      expect(`${at} ${part} ${data}`.length).toBeLessThan(7_900)
      expect(data).not.toContain(' ')
      const taken = unpacking.take(at, part, data)
      return taken === undefined ? [] : [taken]
    }),
  )
  expect(out).toEqual(batches)
})

it('begins wherever somebody begins to listen, and says when something was missed', () => {
  const take = (
    unpacking: ReturnType<typeof createUnpacking>,
    [number = '', part = '', data = '']: string[],
  ) => unpacking.take(number, part, data)
  const parts = pack(7, [large])
  expect(parts.length).toBeGreaterThan(2)
  const late = createUnpacking()
  expect(parts.slice(1).map(part => take(late, part))).toEqual(parts.slice(1).map(() => undefined))
  expect(take(late, pack(8, [output(3)])[0]!)).toEqual([output(3)])
  expect(take(late, pack(10, [output(5)])[0]!)).toBe('missed')

  const torn = createUnpacking()
  take(torn, parts[0]!)
  expect(take(torn, parts[2]!)).toBe('missed')
})
