import { type Command, usageError } from '../../command'

const shells = ['bash', 'zsh', 'fish', 'powershell']

export const completion: Command = {
  name: 'completion',
  usage: 'SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: `Output shell completion code for the specified shell.

 In this terminal the Tab key completes kubectl already; there is nothing to load.`,
  flags: [],
  async run(invocation) {
    const [shell, ...more] = invocation.args
    if (shell === undefined) throw usageError(invocation, 'Shell not specified.')
    if (more.length > 0) throw usageError(invocation, 'Too many arguments. Expected only the shell type.')
    if (!shells.includes(shell))
      throw usageError(invocation, `Unsupported shell type ${JSON.stringify(shell)}.`)
    await invocation.out(`# ${shell} completion for kubectl: built into this terminal, nothing to load.\n`)
  },
}
