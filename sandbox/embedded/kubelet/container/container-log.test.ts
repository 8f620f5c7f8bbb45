import { expect, it } from 'vitest'
import { createCollector } from '../../../process'
import { createContainerLog, type LogOptions } from './container-log'

const all: LogOptions = { follow: false, timestamps: false }

async function printed(log: ReturnType<typeof createContainerLog>, options: Partial<LogOptions> = {}) {
  const output = createCollector(10_000_000)
  await log.print({ ...all, ...options }, output)
  return output.text()
}

it('gives lines back, the last ones on demand', async () => {
  const log = createContainerLog(() => Date.parse('2026-11-23T23:00:00Z'))
  await log.output().write('one\ntwo\nthree')
  expect(await printed(log)).toBe('one\ntwo\nthree')
  expect(await printed(log, { tailLines: 2 })).toBe('two\nthree')
  expect(await printed(log, { tailLines: 0 })).toBe('')
  expect(await printed(log, { tailLines: 1, timestamps: true })).toBe('2026-11-23T23:00:00.000000000Z three')
  expect(await printed(log, { limitBytes: 5 })).toBe('one\nt')
})

it('follows until the container ends', async () => {
  const log = createContainerLog()
  const output = log.output()
  await output.write('before\n')
  const following = printed(log, { follow: true })
  await output.write('after\n')
  log.end()
  expect(await following).toBe('before\nafter\n')
})

it('forgets the oldest lines of a talkative container', async () => {
  const log = createContainerLog()
  const output = log.output()
  for (let line = 0; line < 2_000; line++) await output.write(`${String(line).padStart(1_000)}\n`)
  const text = await printed(log)
  expect(text.length).toBeLessThan(600_000)
  expect(text.trimEnd().endsWith('1999')).toBe(true)
})

it('knows only what was said since a time', async () => {
  let now = 1_000
  const log = createContainerLog(() => now)
  await log.output().write('old\n')
  now = 100_000
  await log.output().write('new\n')
  expect(await printed(log, { sinceSeconds: 10 })).toBe('new\n')
  expect(await printed(log, { sinceTime: new Date(50_000).toISOString() })).toBe('new\n')
})
