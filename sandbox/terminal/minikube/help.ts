import type { Command } from './context'

const column = 16

/** `minikube --help`. */
export const rootHelp = (
  commands: readonly Command[],
): string => `minikube provisions and manages local Kubernetes clusters optimized for development workflows.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(column)}${summary}`).join('\n')}
  ${'kubectl'.padEnd(column)}Run a kubectl binary matching the cluster version

Use "minikube <command> --help" for more information about a given command.
`

/** `minikube start --help`. */
export const helpText = ({ name, summary, values = [], switches = [] }: Command): string => {
  const flags = [
    ...values.map(value => `    --${value}=''`),
    ...switches.map(one => `    --${one}=false`),
  ].sort()
  return `${summary}

Usage:
  minikube ${name} [flags] [options]
${flags.length > 0 ? `\nOptions:\n${flags.join('\n')}\n` : ''}
Use "minikube options" for a list of global command-line options (applies to all commands).
`
}
