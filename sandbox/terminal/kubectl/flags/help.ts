import type { Command } from '../command'
import type { FlagDefinition } from './definition'
import { formatDuration } from './duration'

/** The help of a command, laid out as kubectl's (usage template of kubectl/pkg/util/templates). */
export function helpText(command: Command, path: string): string {
  const sections = [command.long ?? `${command.short}.`]
  if (command.aliases) sections.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}`)
  if (command.examples) sections.push(`Examples:\n${indentLines(command.examples)}`)
  const subcommands = (command.subcommands ?? []).filter(({ hidden }) => !hidden)
  if (subcommands.length > 0) sections.push(`Available Commands:\n${commandList(subcommands)}`)
  const flags = command.flags.filter(({ hidden }) => !hidden)
  if (flags.length > 0) sections.push(`Options:\n${flagList(flags)}`)
  sections.push(`Usage:\n  ${path}${command.usage ? ` ${command.usage}` : ''} [options]`)
  const more =
    subcommands.length > 0
      ? `Use "${path} <command> --help" for more information about a given command.\n`
      : ''
  return `${sections.join('\n\n')}\n\n${more}Use "kubectl options" for a list of global command-line options (applies to all commands).\n`
}

const indentLines = (text: string): string =>
  text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n')

/** Names in a column, what they do beside them. */
export function commandList(commands: readonly Command[], longest = commands): string {
  const width = Math.max(...longest.map(({ name }) => name.length)) + 2
  return commands.map(({ name, short }) => `  ${name.padEnd(width)} ${short}`).join('\n')
}

/** Each flag with its default, what it does on the line below. */
export function flagList(flags: readonly FlagDefinition[]): string {
  return [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      flag =>
        `    ${flag.shorthand ? `-${flag.shorthand}, ` : ''}--${flag.name}=${defaultText(flag)}:\n\t${flag.usage}`,
    )
    .join('\n\n')
}

function defaultText({ type, default: value }: FlagDefinition): string {
  if (type === 'string') return `'${value}'`
  if (type === 'duration') return formatDuration(value as number)
  return Array.isArray(value) ? `[${value.join(',')}]` : String(value)
}
