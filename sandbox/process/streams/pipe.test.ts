import { describe, expect, it } from 'vitest'
import { BrokenPipe } from '../process'
import { createPipe } from './pipe'
import { inputOf, readLines, readText, TooLarge } from './streams'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))

describe('a pipe', () => {
  it('hands chunks over in order and then answers null for ever', async () => {
    const { input, output } = createPipe()
    await output.write('one')
    await output.write('two')
    output.close()
    expect(text(await input.read())).toBe('one')
    expect(text(await input.read())).toBe('two')
    expect(await input.read()).toBeNull()
    expect(await input.read()).toBeNull()
  })

  it('wakes a reader that came first', async () => {
    const { input, output } = createPipe()
    const read = input.read()
    await output.write('late')
    expect(text(await read)).toBe('late')
  })

  it('makes a writer wait while it is full', async () => {
    const { input, output } = createPipe({ capacity: 4 })
    await output.write('1234')
    let written = false
    const write = output.write('5').then(() => {
      written = true
    })
    await Promise.resolve()
    expect(written).toBe(false)
    await input.read()
    await write
    expect(written).toBe(true)
  })

  it('breaks for a writer whose reader went away, also while it waits', async () => {
    const { input, output } = createPipe({ capacity: 1 })
    await output.write('1')
    const waiting = output.write('2')
    input.close()
    await expect(waiting).rejects.toBeInstanceOf(BrokenPipe)
    await expect(output.write('3')).rejects.toBeInstanceOf(BrokenPipe)
  })
})

describe('reading a stream', () => {
  it('finds lines across chunks, the last one without a newline too', async () => {
    const { input, output } = createPipe()
    for (const chunk of ['a\nb', 'c\n', '\nd']) await output.write(chunk)
    output.close()
    const lines = []
    for await (const line of readLines(input)) lines.push(text(line))
    expect(lines).toEqual(['a', 'bc', '', 'd'])
  })

  it('refuses more than it is willing to hold', async () => {
    await expect(readText(inputOf('12345'), 4)).rejects.toBeInstanceOf(TooLarge)
  })
})
