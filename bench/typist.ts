import type { Sandbox } from '@/sandbox/provider'
import { createTerminal, type TerminalEvent } from '@/sandbox/terminal'

/** Somebody at a terminal of a sandbox, who looks at what comes. */
export interface Typist {
  /** Types, and tells the milliseconds until what is shown since then satisfies `seen`. */
  type(input: string, seen: (text: string) => boolean): Promise<number>
  leave(): void
}

/** Opens a terminal and sits down at it, as a viewer on the page does. */
export function typistAt(sandbox: Sandbox): Typist {
  const terminal = createTerminal({
    id: 'bench',
    access: sandbox.access,
    files: sandbox.files,
    state: { load: () => undefined, save: () => {} },
  })
  let heard: (text: string) => void = () => {}
  const send = (event: TerminalEvent) => {
    if (event.type === 'output') heard(event.data)
  }
  const attachment = terminal.attach({ id: 'bench', send })
  let sequence = 0
  return {
    type: (input, seen) =>
      new Promise(resolve => {
        let text = ''
        const start = performance.now()
        heard = data => {
          text += data
          if (!seen(text)) return
          heard = () => {}
          resolve(performance.now() - start)
        }
        attachment.input(++sequence, input)
      }),
    leave() {
      attachment.dispose()
      terminal.dispose()
    },
  }
}
