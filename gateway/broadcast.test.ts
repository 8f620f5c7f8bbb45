import { expect, it, vi } from 'vitest'
import { Screen } from '@/sandbox/terminal/screen/screen'
import type { Terminal, Viewer } from '@/sandbox/terminal/terminal'
import { createBroadcast } from './broadcast'

/** The screen of a terminal, without a shell behind it. */
function shown() {
  const screen = new Screen({ columns: 80, rows: 24 })
  const attach = vi.fn(({ after, send }: Viewer) => screen.attach(after, send))
  const broadcast = createBroadcast({ attach } as unknown as Terminal)
  return { attach, broadcast, print: (text: string) => void screen.write(Buffer.from(text)) }
}

function watcher(buffered = 0) {
  const frames: Buffer[] = []
  const text = () => frames.map(frame => JSON.parse(frame.toString()).data).join('')
  return { frames, text, buffered, send: (bytes: Buffer) => void frames.push(bytes) }
}

it('takes and serialises once what it sends to everybody', async () => {
  const { attach, broadcast, print } = shown()
  const watchers = Array.from({ length: 300 }, () => watcher())
  for (const one of watchers) broadcast.join(one)
  await vi.waitFor(() => expect(watchers.every(({ frames }) => frames.length === 1)).toBe(true))
  print('hello')
  await vi.waitFor(() => expect(watchers.every(({ text }) => text().includes('hello'))).toBe(true))
  for (const { frames } of watchers)
    expect(frames.every((frame, index) => frame === watchers[0]!.frames[index])).toBe(true)
  // Itself, and the one screen.
  expect(attach).toHaveBeenCalledTimes(2)
})

it('gives who joins late the screen and what came since, and who comes back what they missed', async () => {
  const { broadcast, print } = shown()
  const first = watcher()
  const leaving = broadcast.join(first)
  await vi.waitFor(() => expect(first.frames).toHaveLength(1))
  print('one ')
  await vi.waitFor(() => expect(first.text()).toContain('one'))
  const { sequence } = JSON.parse(first.frames.at(-1)!.toString())
  leaving.dispose()
  const late = watcher()
  broadcast.join(late)
  await vi.waitFor(() => expect(late.text()).toContain('one'))
  print('two')
  await vi.waitFor(() => expect(late.text()).toContain('two'))
  expect(first.text()).not.toContain('two')
  const back = watcher()
  broadcast.join(back, sequence)
  expect(back.text()).toBe('two')
})

it('leaves out who is too slow, and shows them the screen once they have caught up', async () => {
  const { broadcast, print } = shown()
  const [slow, quick] = [watcher(), watcher()]
  broadcast.join(slow)
  broadcast.join(quick)
  await vi.waitFor(() => expect(slow.frames.length + quick.frames.length).toBe(2))
  slow.buffered = 2_000_000
  print('flood')
  await vi.waitFor(() => expect(quick.text()).toContain('flood'))
  expect(slow.frames).toHaveLength(1)
  slow.buffered = 0
  await vi.waitFor(() => expect(slow.text()).toContain('flood'))
})

it('tells nobody anything when it is over', async () => {
  const { broadcast, print } = shown()
  const [one, other] = [watcher(), watcher()]
  broadcast.join(one)
  await vi.waitFor(() => expect(one.frames).toHaveLength(1))
  broadcast.close()
  broadcast.join(other)
  print('secret')
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(one.frames).toHaveLength(1)
  expect(other.text()).not.toContain('secret')
})
