import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../../../../embedded/provider'
import { createTerminal } from '../../../../create-terminal'

let provider: EmbeddedProvider
let terminal: ReturnType<typeof createTerminal>
let text = ''

beforeAll(async () => {
  provider = await createEmbeddedProvider()
  const { access, files } = await provider.open('plugin')
  terminal = createTerminal({ id: 'one', access, files, state: { load: () => undefined, save() {} } })
  terminal.attach({
    id: 'one',
    send(event) {
      if (event.type === 'output' || event.type === 'screen') text += event.data
    },
  })
})
afterAll(async () => {
  terminal.dispose()
  await provider.close()
})

async function answerTo(line: string, end: string): Promise<string> {
  const from = text.length
  terminal.run(line)
  await expect.poll(() => text.slice(from), { timeout: 10_000 }).toContain(end)
  return text.slice(from)
}

it('a script on the PATH named kubectl-… is a command of kubectl', async () => {
  await answerTo(
    `mkdir -p ~/bin; PATH=$PATH:$HOME/bin; printf 'echo "words: $*"\\nexit 7\\n' > ~/bin/kubectl-say-it; chmod +x ~/bin/kubectl-say-it; echo pre''pared`,
    'prepared',
  )
  expect(await answerTo('kubectl say it loud -n x; echo status $?', 'status 7')).toContain('words: loud -n x')
  expect(await answerTo('kubectl say; echo status $?', 'status 1')).toContain('unknown command "say"')
  const listed = await answerTo('kubectl plugin list; echo status $?', 'status 0')
  expect(listed).toContain('The following compatible plugins are available:')
  expect(listed).toContain('/bin/kubectl-say-it')
})
