import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '@/sandbox/terminal/kubectl/command'
import { kubectlCommand } from '@/sandbox/terminal/kubectl/commands'
import { kubectlProgram } from '../sessions/real-kubectl'

/** Help is in our own words; what it is about, commands, flags, their letters and defaults, is kubectl's. */

/** Flags and commands that kubectl has and ours has not. Nothing else may be missing. */
const missing: Readonly<Record<string, readonly string[]>> = {
  expose: ['--override-type'],
  run: [
    '--cascade',
    '--filename',
    '--force',
    '--grace-period',
    '--kustomize',
    '--recursive',
    '--timeout',
    '--wait',
  ],
  'cluster-info': ['dump'],
  'top node': ['--show-capacity', '--show-swap', '--use-protocol-buffers'],
  'top pod': ['--show-swap', '--use-protocol-buffers'],
  diff: ['--prune-allowlist'],
  kustomize: [
    '--as-current-user',
    '--enable-alpha-plugins',
    '--enable-helm',
    '--env',
    '--helm-api-versions',
    '--helm-command',
    '--helm-debug',
    '--helm-kube-version',
    '--load-restrictor',
    '--mount',
    '--network',
    '--network-name',
  ],
  'config set': ['--set-raw-bytes'],
  'config set-cluster': ['--embed-certs'],
  'config set-credentials': [
    '--auth-provider',
    '--auth-provider-arg',
    '--client-certificate',
    '--client-key',
    '--embed-certs',
    '--exec-api-version',
    '--exec-arg',
    '--exec-command',
    '--exec-env',
    '--exec-interactive-mode',
    '--exec-provide-cluster-info',
  ],
}

let program: string
beforeAll(async () => {
  program = (await kubectlProgram()).path
}, 120_000)

const helpOf = (path: readonly string[]): string =>
  execFileSync(program, [...path, '--help'], { encoding: 'utf8' })

const flagsOf = (help: string) =>
  [...help.matchAll(/^ {4}(?:-(\w), )?--([\w-]+)=/gm)].map(([, letter, name]) => ({
    letter,
    name: `--${name}`,
  }))

const subcommandsOf = (help: string): string[] =>
  (/Available Commands:\n((?: {2}.*\n)+)/.exec(help)?.[1] ?? '')
    .split('\n')
    .filter(Boolean)
    .map(line => line.trim().split(/\s+/)[0] as string)

function paths(
  command: Command,
  path: readonly string[] = [],
): { path: readonly string[]; command: Command }[] {
  return (command.subcommands ?? [])
    .filter(({ hidden }) => !hidden)
    .flatMap(child => {
      const here = [...path, child.name]
      return [{ path: here, command: child }, ...paths(child, here)]
    })
}

describe('the help of a command names what the real one names', () => {
  it.each(paths(kubectlCommand).map(({ path, command }) => [path.join(' '), command] as const))(
    '%s',
    (path, command) => {
      const help = helpOf(path.split(' '))
      const flags = flagsOf(help)
      const ours = new Map(command.flags.map(one => [`--${one.name}`, one]))
      const commands = new Set((command.subcommands ?? []).map(({ name }) => name))
      const absent = [
        ...subcommandsOf(help).filter(name => !commands.has(name)),
        ...flags.filter(({ name }) => !ours.has(name)).map(({ name }) => name),
      ]
      expect(absent).toEqual(missing[path] ?? [])
      const letters = flags.filter(({ name, letter }) => letter && ours.has(name))
      expect(letters.map(({ name }) => [name, ours.get(name)?.shorthand])).toEqual(
        letters.map(({ name, letter }) => [name, letter]),
      )
    },
  )
})
