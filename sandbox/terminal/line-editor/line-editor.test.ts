import headless from '@xterm/headless'
import { describe, expect, it, vi } from 'vitest'
import { createPty } from '../../process'
import type { Completer } from './completion'
import { History } from './history'
import { createLineEditor } from './line-editor'

const up = '\x1b[A'
const down = '\x1b[B'
const left = '\x1b[D'

/** A line editor on a terminal; `screen` is what one sees. */
function editor(options: { history?: string[]; complete?: Completer; columns?: number } = {}) {
  const columns = options.columns ?? 40
  const terminal = new headless.Terminal({ cols: columns, rows: 10, allowProposedApi: true })
  let bell = 0
  terminal.onBell(() => bell++)
  const pty = createPty({
    size: { columns, rows: 10 },
    screen: bytes => new Promise(resolve => terminal.write(bytes, resolve)),
  })
  pty.tty.setRaw(true)
  const history = new History(options.history)
  const lines = createLineEditor({
    input: pty.stdin,
    output: pty.stdout,
    tty: pty.tty,
    history,
    ...(options.complete && { complete: options.complete }),
  })
  return {
    pty,
    history,
    resize(columns: number) {
      terminal.resize(columns, 10)
      pty.resize({ columns, rows: 10 })
    },
    read: (prompt = '$ ') => lines.read(prompt),
    /** Types, and answers the line that was read. */
    async line(typed: string) {
      const read = lines.read('$ ')
      pty.type(typed)
      const result = await read
      return result.kind === 'line' ? result.text : result.kind
    },
    /** Waits until this is on the screen. */
    shows: (expected: string) =>
      vi.waitFor(() => {
        const { active } = terminal.buffer
        const rows = Array.from({ length: 10 }, (_, row) => active.getLine(row)!.translateToString(true))
        expect(rows.join('\n').trimEnd()).toBe(expected)
      }),
    cursor: () => [terminal.buffer.active.cursorY, terminal.buffer.active.cursorX],
    bell: () => bell,
  }
}

describe('editing a line', () => {
  const keys: Array<[what: string, typed: string, line: string]> = [
    ['types', 'echo hi', 'echo hi'],
    ['erases', 'abx\x7fc', 'abc'],
    ['goes to the beginning and the end', `cd\x01ab\x05e`, 'abcde'],
    ['moves by characters', `ac${left}b`, 'abc'],
    ['moves by words', 'one two\x1bbX\x1bfY', 'one XtwoY'],
    ['cuts to the end and brings it back', 'one two\x1bb\x0b\x01\x19 ', 'two one '],
    ['cuts to the beginning', 'gone\x15kept', 'kept'],
    ['cuts a word', 'one two/three\x17x', 'one x'],
    ['cuts a word forward', 'one two\x01\x1bd', ' two'],
    ['deletes under the cursor', 'axb\x01\x1b[C\x1b[3~', 'ab'],
    ['swaps two characters', 'ba\x14', 'ab'],
    ['takes wide characters and accents', '日本\x7f語é', '日語é'],
    ['takes a character as it is', 'a\x16\x01b', 'a\x01b'],
    ['does not know other keys', 'a\x1b[24~\x1b[1;9Z\x1bOPb', 'ab'],
    ['ignores answers of the terminal', 'a\x1b]10;rgb:00/00/00\x07\x1bP1$r0m\x1b\\b', 'ab'],
  ]
  for (const [what, typed, line] of keys)
    it(what, async () => {
      expect(await editor().line(`${typed}\r`)).toBe(line)
    })

  it('takes keys that come byte by byte', async () => {
    const { pty, read } = editor()
    const reading = read()
    for (const byte of new TextEncoder().encode('é日\x1b[D\x1b[Da\r')) pty.type(Uint8Array.of(byte))
    expect(await reading).toEqual({ kind: 'line', text: 'aé日' })
  })

  it('survives bytes that are no text', async () => {
    const { pty, read } = editor()
    const reading = read()
    pty.type(Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0x1b, 0x5b, 0xc3, 0x28))
    pty.type(
      Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256).filter(
        byte => ![3, 4, 10, 13].includes(byte),
      ),
    )
    pty.type('\x15ok\r')
    expect((await reading).kind).toBe('line')
  })

  it('drops the line at Ctrl-C, and ends at Ctrl-D only when it is empty', async () => {
    const { line } = editor()
    expect(await line('half\x03')).toBe('interrupt')
    expect(await line('x\x01\x04\x05y\r')).toBe('y')
    expect(await line('\x04')).toBe('end')
  })

  it('leaves what is typed behind Enter for whoever reads next', async () => {
    const { line, pty } = editor()
    expect(await line('first\rsecond\r')).toBe('first')
    expect(new TextDecoder().decode((await pty.stdin.read())!)).toBe('second\r')
  })

  it('takes a paste that comes in pieces, its marks as well', async () => {
    const whole = '\x1b[200~echo \x1b[1m one\n# two\x1b[201~ three\r'
    for (let size = 1; size < 12; size++) {
      const { pty, read } = editor()
      const reading = read()
      for (let at = 0; at < whole.length; at += size) pty.type(whole.slice(at, at + size))
      expect(await reading).toEqual({ kind: 'line', text: 'echo [1m one\n# two three' })
    }
  })

  it('takes megabytes of pasted lines and still answers to Ctrl-C', async () => {
    const { line } = editor()
    const lines = `# ${'x'.repeat(98)}\n`.repeat(25_000)
    expect(await line(`\x1b[200~${lines}\x1b[201~\x03`)).toBe('interrupt')
  })

  it('takes a paste of several lines without running it', async () => {
    const { line } = editor()
    expect(await line('\x1b[200~a: 1\r\nb: 2\n\x1b[201~c\r')).toBe('a: 1\nb: 2\nc')
  })

  it('takes no more than a line may hold, and says so', async () => {
    const { line, bell } = editor()
    const read = await line(`\x1b[200~${'x'.repeat(1_000_000)}\x1b[201~\r`)
    expect(read).toHaveLength(100_000)
    expect(bell()).toBeGreaterThan(0)
  })
})

describe('what one sees', () => {
  it('is the prompt and the line, wrapped where the terminal ends', async () => {
    const { pty, read, shows, cursor } = editor({ columns: 10 })
    void read()
    pty.type('123456789abc')
    await shows('$ 12345678\n9abc')
    pty.type('\x01X')
    await shows('$ X1234567\n89abc')
    expect(cursor()).toEqual([0, 3])
    pty.type('\x15')
    await shows('$ 12345678\n9abc')
  })

  it('is as wide as the terminal is now', async () => {
    const { pty, read, resize, shows } = editor({ columns: 20 })
    void read()
    pty.type('0123456789')
    await shows('$ 0123456789')
    resize(8)
    pty.type('x')
    await shows('$ 012345\n6789x')
  })

  it('stands below output whose last line has no end', async () => {
    const { pty, read, shows } = editor()
    await pty.stdout.write('10.244.0.5')
    void read()
    await shows('10.244.0.5\n$')
  })

  it('is cleared by Ctrl-L but for the line', async () => {
    const { pty, line, read, shows } = editor()
    await line('before\r')
    void read()
    pty.type('now\x0c')
    await shows('$ now')
  })
})

describe('history', () => {
  it('goes up and down and back to what was typed', async () => {
    const history = ['first', 'second']
    expect(await editor({ history }).line(`${up}\r`)).toBe('second')
    expect(await editor({ history }).line(`${up}${up}${up}\r`)).toBe('first')
    expect(await editor({ history }).line(`half${up}${down}!\r`)).toBe('half!')
  })

  it('is searched backwards with Ctrl-R', async () => {
    const history = ['kubectl get pods', 'ls', 'kubectl get nodes', 'echo']
    expect(await editor({ history }).line('\x12get\r')).toBe('kubectl get nodes')
    expect(await editor({ history }).line('\x12get\x12\r')).toBe('kubectl get pods')
    expect(await editor({ history }).line('\x12get\x07x\r')).toBe('x')
    expect(await editor({ history }).line('\x12nod\x05 -w\r')).toBe('kubectl get nodes -w')
  })

  it('keeps no empty line, no line twice, none behind a blank', () => {
    const history = new History([], 3)
    for (const line of ['a', 'a', '', ' secret', 'b', 'c', 'd']) history.add(line)
    expect(history.lines).toEqual(['b', 'c', 'd'])
  })
})

describe('completion', () => {
  const complete =
    (...candidates: string[]): Completer =>
    async (line, cursor) => {
      const word = /\S*$/.exec(line.slice(0, cursor))![0]
      return { start: cursor - word.length, candidates: candidates.filter(each => each.startsWith(word)) }
    }

  it('takes the only candidate, with a blank behind it', async () => {
    expect(await editor({ complete: complete('pods') }).line('get po\tx\r')).toBe('get pods x')
    expect(await editor({ complete: complete('dir/') }).line('cd d\tx\r')).toBe('cd dir/x')
  })

  it('goes as far as all candidates agree, then lists them at the second Tab', async () => {
    const { pty, read, shows } = editor({ complete: complete('deploy', 'delete', 'describe') })
    void read()
    pty.type('d\t')
    await shows('$ de')
    pty.type('\t')
    await shows('$ de\ndeploy    delete    describe\n$ de')
  })

  it('rings when there is nothing, also when the completer fails', async () => {
    const failing: Completer = () => Promise.reject(new Error('no cluster'))
    const { line, bell } = editor({ complete: failing })
    expect(await line('x\t\r')).toBe('x')
    expect(bell()).toBe(1)
  })
})
