import { describe, expect, it } from 'vitest'
import { createPipe } from './pipe'
import { shareInput } from './shared-input'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))

describe('a shared input', () => {
  it('keeps what comes after an interrupted read for the next reader', async () => {
    const { input, output } = createPipe()
    const shared = shareInput(input)
    const interrupted = new AbortController()
    const read = shared.lend(interrupted.signal).read()
    interrupted.abort('SIGINT')
    expect(await read).toBeNull()
    await output.write('kept')
    expect(text(await shared.read())).toBe('kept')
  })

  it('gives back what was put back first', async () => {
    const { input, output } = createPipe()
    const shared = shareInput(input)
    await output.write('one two')
    await shared.read()
    shared.unread(new TextEncoder().encode('two'))
    output.close()
    expect(text(await shared.read())).toBe('two')
    expect(await shared.read()).toBeNull()
  })
})
