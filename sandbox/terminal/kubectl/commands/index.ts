import type { Command } from '../command'
import { globalFlags } from '../flags/global'
import { commandList, flagList } from '../flags/help'
import { apply } from './advanced/apply'
import { create } from './basic/create'
import { deleteCommand } from './intermediate/delete'
import { get } from './intermediate/get'
import { describe } from './troubleshooting/describe'
import { exec } from './troubleshooting/exec'
import { logs } from './troubleshooting/logs'

/** The groups of `kubectl help`; their order is also that of suggestions. */
const groups: readonly { title: string; commands: readonly Command[] }[] = [
  { title: 'Basic Commands (Beginner)', commands: [create] },
  { title: 'Basic Commands (Intermediate)', commands: [get, deleteCommand] },
  { title: 'Troubleshooting and Debugging Commands', commands: [describe, logs, exec] },
  { title: 'Advanced Commands', commands: [apply] },
]

const options: Command = {
  name: 'options',
  usage: '',
  short: 'Print the list of flags inherited by all commands',
  flags: [],
  hidden: true,
  run: invocation =>
    invocation.out(`The following options can be passed to any command:\n\n${flagList(globalFlags)}\n`),
}

export const kubectlCommand: Command = {
  name: 'kubectl',
  usage: '[flags]',
  short: 'kubectl controls the Kubernetes cluster manager',
  flags: [],
  subcommands: [...groups.flatMap(({ commands }) => commands), options],
}

/** What `kubectl` alone prints. */
export function rootHelp(): string {
  const sections = groups.map(({ title, commands }) => `${title}:\n${commandList(commands)}`)
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${sections.join('\n\n')}

Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`
}
