import { afterEach, expect, it } from 'vitest'
import { createMemoryFiles } from '../process'
import { createTerminal } from './create-terminal'
import type { RemoteShell } from './remote-shells'
import type { Terminal, TerminalEvent } from './terminal'

let terminal: Terminal
afterEach(() => terminal.dispose())

const open = (shell: RemoteShell) => {
  terminal = createTerminal({
    ...{ id: 'far', access: { server: '', token: '' }, files: createMemoryFiles(), shell },
    state: { load: () => undefined, save() {} },
  })
  const events: TerminalEvent[] = []
  const attached = terminal.attach({ id: 'viewer-1', send: event => events.push(event) })
  let sent = 0
  return {
    events,
    attached,
    type: (data: string) => attached.input(++sent, data),
    shown: () => events.map(event => ('data' in event ? event.data : '')).join(''),
  }
}
/** A shell that answers each chunk of keys, and ends at `x`. */
const echo: RemoteShell = async ({ stdin, stdout, tty }) => {
  await stdout.write(`${tty.size.columns}$ `)
  for (;;) {
    const chunk = await stdin.read()
    const keys = new TextDecoder().decode(chunk ?? new Uint8Array())
    if (chunk === null || keys === 'x') return 0
    await stdout.write(`<${keys.replaceAll('\x03', '^C')}>`)
  }
}

it('passes every key as it is, and gives a new shell to whoever ends one', async () => {
  const { type, shown } = open(echo)
  await expect.poll(shown).toBe('80$ ')
  type('a\x03')
  await expect.poll(shown).toBe('80$ <a^C>')
  type('x')
  await expect.poll(shown).toBe('80$ <a^C>80$ ')
  type('b')
  await expect.poll(shown).toBe('80$ <a^C>80$ <b>')
})

it('says that the machine is not reached, and tries again', async () => {
  let tries = 0
  const { shown } = open(async (streams, signal) => {
    if (++tries === 1) throw new Error('pods "toolbox" not found')
    return echo(streams, signal)
  })
  await expect
    .poll(shown, { timeout: 10_000 })
    .toMatch(/not reached \(pods "toolbox" not found\)[\s\S]*80\$ $/)
})

it('tells which command line runs, by the marks of its shell, in pieces or whole', async () => {
  const { events } = open(async ({ stdin, stdout }) => {
    for (const piece of ['\x1b]133;A\x07$ ', '\x1b]133;C;sleep', ' 30\x07', 'out', '\x1b]133;A\x07$ '])
      await stdout.write(piece)
    await stdin.read()
    return 0
  })
  const running = () => events.flatMap(event => (event.type === 'running' ? [event.command] : []))
  await expect.poll(running).toEqual(['sleep 30', null])
  expect(terminal.running).toBeNull()
})
