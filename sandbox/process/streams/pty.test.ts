import { describe, expect, it } from 'vitest'
import { createPty } from './pty'

function terminal() {
  let screen = ''
  const pty = createPty({
    size: { columns: 80, rows: 24 },
    screen: bytes => {
      screen += new TextDecoder().decode(bytes)
    },
  })
  const read = async () => {
    const chunk = await pty.stdin.read()
    return chunk === null ? null : new TextDecoder().decode(chunk)
  }
  return { pty, read, screen: () => screen }
}

describe('a cooked terminal', () => {
  it('echoes and hands over lines', async () => {
    const { pty, read, screen } = terminal()
    pty.type('hello\r')
    expect(await read()).toBe('hello\n')
    expect(screen()).toBe('hello\r\n')
  })

  it('erases characters, words and the line', async () => {
    const { pty, read } = terminal()
    pty.type('abx\u007f one two\u0017three\r')
    expect(await read()).toBe('ab one three\n')
    pty.type('gone\u0015\u00e4\u007fok\r')
    expect(await read()).toBe('ok\n')
  })

  it('ends the input at Ctrl-D on an empty line, and hands over a begun line', async () => {
    const { pty, read } = terminal()
    pty.type('part\u0004\u0004')
    expect(await read()).toBe('part')
    expect(await read()).toBeNull()
    pty.type('on\r')
    expect(await read()).toBe('on\n')
  })

  it('sends SIGINT for Ctrl-C to the last who took the signals, and drops the line', async () => {
    const { pty, read, screen } = terminal()
    const seen: string[] = []
    pty.tty.takeSignals(signal => seen.push(`outer ${signal}`))
    const inner = pty.tty.takeSignals(signal => seen.push(`inner ${signal}`))
    pty.type('dropped\u0003kept\r')
    inner.dispose()
    pty.type('\u0003')
    expect(seen).toEqual(['inner SIGINT', 'outer SIGINT'])
    expect(await read()).toBe('kept\n')
    expect(screen()).toContain('^C')
  })

  it('prints a newline as carriage return and newline', async () => {
    const { pty, screen } = terminal()
    await pty.stdout.write('a\nb\n')
    expect(screen()).toBe('a\r\nb\r\n')
  })
})

describe('a raw terminal', () => {
  it('passes bytes both ways as they are', async () => {
    const { pty, read, screen } = terminal()
    pty.tty.setRaw(true)
    pty.type('\u0003\r')
    expect(await read()).toBe('\u0003\r')
    await pty.stdout.write('a\n')
    expect(screen()).toBe('a\n')
  })

  it('gets what was typed before it became raw', async () => {
    const { pty, read } = terminal()
    pty.type('half')
    pty.tty.setRaw(true)
    expect(await read()).toBe('half')
  })
})

describe('a terminal that is gone', () => {
  it('says SIGHUP and ends reads', async () => {
    const { pty, read } = terminal()
    const seen: string[] = []
    pty.tty.takeSignals(signal => seen.push(signal))
    const reading = read()
    pty.hangUp()
    expect(await reading).toBeNull()
    expect(await read()).toBeNull()
    expect(seen).toEqual(['SIGHUP'])
  })
})
