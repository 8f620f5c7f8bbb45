import headless from '@xterm/headless'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryFiles, type FileSystem, type Program } from '../process'
import { createTerminal } from './create-terminal'
import type { Terminal, TerminalEvent, TerminalState } from './terminal'

const prompt = 'learner@netpol-lab:~$ '
const open: Terminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.dispose()
})

type Options = { programs?: Record<string, Program>; state?: TerminalState; files?: FileSystem }

function terminal(options: Options = {}) {
  const saved: TerminalState[] = []
  const made = createTerminal({
    id: 'sandbox/main',
    access: { server: 'http://127.0.0.1:1/k8s/none', token: 'none' },
    files: options.files ?? createMemoryFiles(),
    state: { load: () => options.state, save: state => saved.push(state) },
    ...(options.programs && { programs: options.programs }),
  })
  open.push(made)
  return { made, saved }
}

/** Somebody who looks at a terminal and types. */
function viewer(of: Terminal, id = 'viewer-one', after?: number) {
  const screen = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true })
  const events: TerminalEvent[] = []
  let sequence = 0
  const attachment = of.attach({
    id,
    ...(after !== undefined && { after }),
    send(event) {
      events.push(event)
      if (event.type === 'output' || event.type === 'screen') screen.write(event.data)
    },
  })
  const text = () => {
    const { active } = screen.buffer
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)!.translateToString(true))
      .join('\n')
      .trimEnd()
  }
  return {
    attachment,
    events,
    type: (data: string) => attachment.input(++sequence, data),
    shows: (expected: string) => vi.waitFor(() => expect(text()).toContain(expected), 10_000),
    text,
    last: () => events.findLast(event => event.type === 'output' || event.type === 'screen')!,
    of: <T extends TerminalEvent['type']>(type: T) =>
      events.filter((event): event is Extract<TerminalEvent, { type: T }> => event.type === type),
  }
}

/** A program that prints a line now and then until it is interrupted. */
const ticking: Program = async ({ stdout, signal }) => {
  for (let count = 1; !signal.aborted; count++) {
    await stdout.write(`tick ${count}\n`)
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, 20)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
  return 0
}

describe('a terminal', () => {
  it('runs what is typed, and shows each line when it is printed', async () => {
    const { made } = terminal({ programs: { ticking } })
    const { type, shows } = viewer(made)
    type('ticking | grep --line-buffered "[24]"\r')
    await shows('tick 2\ntick 4')
    type('\x03')
    await shows(`^C\n${prompt}`.trimEnd())
    type('echo status $?\r')
    await shows('status 130')
  })

  it('keeps and runs what was typed before it was ready', async () => {
    const { made } = terminal()
    made.run('echo early $((1+1))')
    const { shows } = viewer(made)
    await shows('early 2')
  })

  it('runs what it is told to without what somebody had begun to type', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('echo begun')
    await shows('echo begun')
    type('\x1b[D\x1b[D')
    made.run('echo $((40 + 2))')
    await shows('$ echo $((40 + 2))\n42')
  })

  it('gives a running command what is typed, and keeps for the prompt what it does not take', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('head -n 1\rline one\recho after\r')
    await shows('line one\necho after\nline one')
    await shows('$ echo after\nafter')
  })

  it('asks for more lines where a command is not whole', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('cat <<END\rone $HOME\rEND\r')
    await shows('> END\none /home/learner')
    type('for i in 1 2\rdo echo n$i\rdone\r')
    await shows('> done\nn1\nn2')
  })

  it('shows what runs in the background line by line, also at the prompt', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('(sleep 0.2; echo one; echo two) &\r')
    await shows('one\ntwo')
  })

  it('tells who asks for help what there is', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('help\r')
    await shows('kubectl')
    await shows('nano, vi')
  })

  it('has a new shell after exit', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('x=gone; exit\r')
    await shows('exit')
    type('echo "<$x>"\r')
    await shows('<>')
  })
})

describe('viewers', () => {
  it('all see the same, and one that comes later sees the screen', async () => {
    const { made } = terminal()
    const first = viewer(made)
    first.type('echo both\r')
    await first.shows('both\n')
    const second = viewer(made, 'viewer-two')
    await second.shows('echo both\nboth')
    expect(second.of('screen')).toHaveLength(1)
    second.type('echo from two\r')
    await first.shows('from two')
  })

  it('get what they missed from the number they have on', async () => {
    const { made } = terminal()
    const first = viewer(made)
    first.type('echo one\r')
    await first.shows('one\n')
    const last = first.last()
    first.attachment.dispose()
    made.run('echo missed')
    const again = viewer(made, 'viewer-one', last.type === 'output' ? last.sequence : 0)
    await again.shows('missed')
    expect(again.of('screen')).toEqual([])
    expect(
      again
        .of('output')
        .every((event, index, all) => index === 0 || event.sequence === all[index - 1]!.sequence + 1),
    ).toBe(true)
  })

  it('get the screen when they come from an earlier process', async () => {
    const { made } = terminal()
    const first = viewer(made)
    await first.shows(prompt.trimEnd())
    const stranger = viewer(made, 'viewer-two', 17)
    await stranger.shows(prompt.trimEnd())
    expect(stranger.of('screen')).toHaveLength(1)
  })

  it('have every input taken exactly once, however often it is sent', async () => {
    const { made } = terminal()
    const { attachment, shows, of } = viewer(made)
    attachment.input(1, 'echo ')
    attachment.input(2, 'once')
    attachment.dispose()
    const again = viewer(made)
    again.attachment.input(1, 'echo ')
    again.attachment.input(2, 'once')
    again.attachment.input(3, '\r')
    await again.shows('echo once\nonce')
    expect(of('accepted').map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(shows).toBeDefined()
  })

  it('set the size by typing', async () => {
    const { made } = terminal()
    const first = viewer(made)
    first.attachment.resize({ columns: 100, rows: 30 })
    const second = viewer(made, 'viewer-two')
    second.attachment.resize({ columns: 60, rows: 20 })
    first.type('x')
    expect(first.of('size').at(-1)).toMatchObject({ columns: 100, rows: 30 })
    second.type('y')
    expect(first.of('size').at(-1)).toMatchObject({ columns: 60, rows: 20 })
  })
})

describe('what stays over a restart', () => {
  it('is directory, environment, functions and history', async () => {
    const files = createMemoryFiles({ initial: { '/home/learner/work/note': 'still here\n' } })
    const before = terminal({ files })
    const first = viewer(before.made)
    first.type('cd work; export TOKEN=abc; greet() { echo "hello $1"; }\r')
    await vi.waitFor(() => expect(before.saved.at(-1)?.cwd).toBe('/home/learner/work'), 10_000)
    before.made.dispose()
    const after = terminal({ files, state: before.saved.at(-1)! })
    const second = viewer(after.made)
    await second.shows('The server was restarted')
    second.type('greet $TOKEN; cat note; history\r')
    await second.shows('hello abc\nstill here')
    await second.shows('1  cd work; export TOKEN=abc')
  })

  it('is home when the directory is gone', async () => {
    const { made } = terminal({ state: { cwd: '/gone', env: {}, functions: {}, history: [] } })
    const { type, shows } = viewer(made)
    type('pwd\r')
    await shows('\n/home/learner\n')
  })
})

describe('the editor of the page', () => {
  it('is what vi opens, and what it gives back is written', async () => {
    const { made } = terminal()
    const { type, shows, of, attachment } = viewer(made)
    type('echo old > a.yaml; vi a.yaml; cat a.yaml\r')
    const edit = await vi.waitFor(() => {
      const [event] = of('edit')
      expect(event).toMatchObject({ path: '/home/learner/a.yaml', text: 'old\n' })
      return event!
    })
    const late = viewer(made, 'viewer-two')
    expect(late.of('edit')).toEqual([edit])
    attachment.edited(edit.edit, 'new\n')
    await shows('\nnew\n')
  })

  it('leaves the file when it is given up, or at Ctrl-C', async () => {
    const { made } = terminal()
    const { type, shows, of, attachment } = viewer(made)
    type('echo kept > a; nano a; cat a\r')
    await vi.waitFor(() => expect(of('edit')).toHaveLength(1), 10_000)
    attachment.edited(of('edit')[0]!.edit, null)
    await shows('\nkept\n')
    type('nano a\r')
    await vi.waitFor(() => expect(of('edit')).toHaveLength(2), 10_000)
    type('\x03')
    type('echo free\r')
    await shows('free')
  })
})

describe('notes', () => {
  it('tell of the wrong namespace until the next command', async () => {
    const kubectl: Program = async ({ stderr }) => {
      await stderr.write('No resources found in default namespace.\n')
      return 0
    }
    const { made } = terminal({ programs: { kubectl } })
    const { type, shows, of } = viewer(made)
    type('k get pods\r')
    await shows('No resources found')
    expect(of('note').at(-1)).toMatchObject({ note: 'no-resources' })
    type('echo next\r')
    await shows('next')
    expect(of('note').at(-1)).toMatchObject({ note: 'none' })
  })

  it('tell of a connection that is silent, and stop when it ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const kubectl: Program = ({ signal }) =>
        new Promise(resolve => signal.addEventListener('abort', () => resolve(1)))
      const { made } = terminal({ programs: { kubectl } })
      const { type, of } = viewer(made)
      const settle = async () => {
        for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve))
      }
      await settle()
      type('kubectl exec client -- wget -qO- http://web\r')
      await settle()
      expect(of('running').at(-1)).toMatchObject({ command: 'kubectl exec client -- wget -qO- http://web' })
      await vi.advanceTimersByTimeAsync(3100)
      expect(of('note').at(-1)).toMatchObject({ note: 'silent' })
      type('\x03')
      await settle()
      await vi.advanceTimersByTimeAsync(100)
      await settle()
      expect(of('note').at(-1)).toMatchObject({ note: 'none' })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('notes of a shell in a pod', () => {
  it('tell of a connection that is silent there, until its prompt is back', async () => {
    const kubectl: Program = async ({ stdin, stdout }) => {
      stdin.tty?.setRaw(true)
      await stdout.write('/ # ')
      for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
        const text = new TextDecoder().decode(chunk)
        if (text.includes('\x03')) await stdout.write('^C\r\n/ # \x1b[J')
        // As a line editor does, the whole line is painted again.
        else await stdout.write(text.includes('\r') ? '\r\n' : `\r\x1b[J/ # ${text}`)
      }
      return 0
    }
    const { made } = terminal({ programs: { kubectl } })
    const { type, of, shows } = viewer(made)
    type('kubectl exec -it client -- sh\r')
    await shows('/ #')
    type('wget -qO- http://web')
    await shows('/ # wget -qO- http://web')
    expect(of('note')).toEqual([])
    const settle = async () => {
      for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve))
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      type('\r')
      await settle()
      await vi.advanceTimersByTimeAsync(3100)
      expect(of('note').at(-1)).toMatchObject({ note: 'silent' })
      type('\x03')
      await settle()
      expect(of('note').at(-1)).toMatchObject({ note: 'none' })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('many and much', () => {
  it('lets a new terminal answer while 300 watch', async () => {
    const watching = Array.from({ length: 300 }, () => terminal({ programs: { kubectl: ticking } }).made)
    for (const made of watching) made.run('kubectl get pods -w')
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('echo still $((40+2))\r')
    await shows('still 42')
  })

  it('lets another terminal answer while one spins', async () => {
    const spinning = terminal().made
    const first = viewer(spinning)
    first.type('while :; do :; done\r')
    const { made } = terminal()
    const second = viewer(made)
    second.type('echo other\r')
    await second.shows('other')
    first.type('\x03')
    first.type('echo stopped $?\r')
    await first.shows('stopped 130')
  })

  it('is not broken by binary, escape sequences and a megabyte pasted', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type(
      String.fromCharCode(
        ...Array.from({ length: 256 }, (_, code) => (code === 3 || code === 4 ? 32 : code)),
      ),
    )
    type('\x03')
    type('\x1b[200~'.concat('x'.repeat(1_000_000), '\x1b[201~'))
    type('\x03')
    type(`cat > big\r${'line of text\n'.repeat(20_000)}\x04`)
    type('wc -l < big\r')
    await shows('20000')
    type('head -c 100000 /dev/zero | tr "\\0" "\\377" ; echo still\r')
    await shows('still')
  }, 60_000)

  it('stops a flood at Ctrl-C', async () => {
    const { made } = terminal()
    const { type, shows } = viewer(made)
    type('yes\r')
    await shows('y\ny\n')
    type('\x03')
    type('clear; echo quiet\r')
    await shows('quiet')
  })
})
