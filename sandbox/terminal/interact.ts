import type { Output, SharedInput, Tty } from '../process'
import { isUnfinished, type Shell } from '../shell'
import { type Completer, createLineEditor, expandPrompt, type History, recall } from './line-editor'

export type Interaction = {
  shell: Shell
  input: SharedInput
  output: Output
  tty: Tty
  history: History
  complete?: Completer
  /** PS1 unless the shell has one. */
  prompt: string
  user: string
  host: string
  /** Told when a line begins to run, and when it has ended. */
  running?: (line: string | null) => void
}

/**
 * Reads lines from a terminal and runs them until the shell ends (`exit`, Ctrl-D, or the terminal is gone). Answers
 * the shell's exit status.
 */
export async function interact(interaction: Interaction): Promise<number> {
  const { shell, input, output, tty, history } = interaction
  const editor = createLineEditor({
    input,
    output,
    tty,
    history,
    ...(interaction.complete && { complete: interaction.complete }),
  })
  try {
    while (shell.exited === undefined) {
      const news = shell.jobNews()
      if (news) await output.write(news.replaceAll('\n', '\r\n'))
      tty.setRaw(true, 'cooked')
      const source = await readCommand(interaction, editor.read.bind(editor))
      if (source.kind === 'closed') break
      if (source.kind === 'end') {
        await output.write('exit\r\n')
        break
      }
      if (source.kind === 'interrupt' || source.text.trim() === '') continue
      const recalled = recall(source.text, history.lines)
      if ('missing' in recalled) {
        await output.write(`bash: ${recalled.missing}\r\n`)
        continue
      }
      if (recalled.changed) await output.write(`${recalled.line.replaceAll('\n', '\r\n')}\r\n`)
      history.add(recalled.line)
      await runLine(interaction, recalled.line)
    }
  } finally {
    tty.setRaw(false)
  }
  return shell.end()
}

async function runLine({ shell, output, tty, running }: Interaction, source: string): Promise<void> {
  tty.setRaw(false)
  let interrupted = false
  const signals = tty.takeSignals(signal => {
    interrupted = true
    shell.interrupt(signal)
  })
  running?.(source)
  try {
    await shell.run(source)
    // Behind the `^C` that the terminal has shown.
    if (interrupted) await output.write('\n')
  } finally {
    signals.dispose()
    running?.(null)
  }
}

type Read = ReturnType<typeof createLineEditor>['read']

/** Reads lines until they are a whole command. */
async function readCommand(interaction: Interaction, read: Read): ReturnType<Read> {
  let text = ''
  for (;;) {
    const first = text === ''
    const line = await read(first ? promptOf(interaction) : (interaction.shell.variable('PS2') ?? '> '))
    if (line.kind === 'end' && !first) {
      // As bash does: what is there is run, and complains.
      return { kind: 'line', text }
    }
    if (line.kind !== 'line') return line
    text = first ? line.text : `${text}\n${line.text}`
    if (!isUnfinished(text)) return { kind: 'line', text }
  }
}

function promptOf({ shell, prompt, user, host }: Interaction): string {
  return expandPrompt(shell.variable('PS1') ?? prompt, {
    user,
    host,
    cwd: shell.cwd,
    home: shell.variable('HOME') ?? '',
    shell: 'bash',
  })
}
