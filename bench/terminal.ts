import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { createTerminal, type TerminalEvent } from '@/sandbox/terminal'
import type { Measurement } from './main'
import { percentile } from './statistics'

const keys = 300

/** From a key's arrival at the terminal to the bytes that show it, as a viewer gets them. */
export async function measure(): Promise<Measurement[]> {
  const provider = await createEmbeddedProvider()
  const sandbox = await provider.open('bench')
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
  const typed = (input: string, echo: (text: string) => boolean) =>
    new Promise<number>(resolve => {
      let text = ''
      const start = performance.now()
      heard = data => {
        text += data
        if (!echo(text)) return
        heard = () => {}
        resolve(performance.now() - start)
      }
      attachment.input(++sequence, input)
    })
  try {
    await typed('echo rea""dy\r', text => text.includes('ready') && text.includes('$ '))
    const letters = 'abcdefghijklmnopqrstuvwxyz'
    const samples: number[] = []
    for (let index = 0; index < keys; index++) {
      // A line of its own for every 60 keys, so that it does not wrap.
      if (index % 60 === 59) await typed('\u0015', text => text.length > 0)
      const key = letters[index % letters.length]!
      samples.push(await typed(key, text => text.includes(key)))
    }
    await typed('\u0015', text => text.length > 0)
    const line = await typed('kubectl get pods -A\r', text => text.includes('coredns') && text.includes('$ '))
    return [
      { what: 'key to echo, p50', value: percentile(samples, 0.5), unit: 'ms' },
      { what: 'key to echo, p99', value: percentile(samples, 0.99), unit: 'ms' },
      { what: 'kubectl get pods -A to the next prompt', value: line, unit: 'ms' },
    ]
  } finally {
    attachment.dispose()
    terminal.dispose()
    await provider.close()
  }
}
