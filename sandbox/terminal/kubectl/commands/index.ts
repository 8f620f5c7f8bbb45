import type { Command } from '../command'
import { globalFlags } from '../flags/global'
import { commandList, flagList } from '../flags/help'
import { apply } from './advanced/apply'
import { diff } from './advanced/diff'
import { kustomize } from './advanced/kustomize'
import { patch } from './advanced/patch'
import { replace } from './advanced/replace'
import { wait } from './advanced/wait'
import { create } from './basic/create'
import { expose } from './basic/expose'
import { run } from './basic/run'
import { set } from './basic/set'
import { clusterInfo } from './cluster/cluster-info'
import { cordon, uncordon } from './cluster/cordon'
import { drain } from './cluster/drain'
import { taint } from './cluster/taint'
import { top } from './cluster/top'
import { autoscale } from './deploy/autoscale'
import { rollout } from './deploy/rollout'
import { scale } from './deploy/scale'
import { deleteCommand } from './intermediate/delete'
import { edit } from './intermediate/edit'
import { explain } from './intermediate/explain'
import { get } from './intermediate/get'
import { apiResources, apiVersions } from './other/api-resources'
import { config } from './other/config'
import { createPluginCommand } from './other/plugin'
import { version } from './other/version'
import { annotate } from './settings/annotate'
import { completion } from './settings/completion'
import { label } from './settings/label'
import { attach } from './troubleshooting/attach'
import { auth } from './troubleshooting/auth'
import { cp } from './troubleshooting/cp'
import { debug } from './troubleshooting/debug'
import { describe } from './troubleshooting/describe'
import { events } from './troubleshooting/events'
import { exec } from './troubleshooting/exec'
import { logs } from './troubleshooting/logs'
import { portForward } from './troubleshooting/port-forward'
import { proxy } from './troubleshooting/proxy'
import { unavailable } from './unavailable'

/** The groups of `kubectl help`; their order is also that of suggestions. */
const groups: readonly { title: string; commands: readonly Command[] }[] = [
  { title: 'Basic Commands (Beginner)', commands: [create, expose, run, set] },
  { title: 'Basic Commands (Intermediate)', commands: [explain, get, edit, deleteCommand] },
  { title: 'Deploy Commands', commands: [rollout, scale, autoscale] },
  { title: 'Cluster Management Commands', commands: [clusterInfo, top, cordon, uncordon, drain, taint] },
  {
    title: 'Troubleshooting and Debugging Commands',
    commands: [describe, logs, attach, exec, portForward, proxy, cp, auth, debug, events],
  },
  { title: 'Advanced Commands', commands: [diff, apply, patch, replace, wait, kustomize] },
  { title: 'Settings Commands', commands: [label, annotate, completion] },
  {
    title: 'Other Commands',
    commands: [apiResources, apiVersions, config, createPluginCommand(() => kubectlCommand), version],
  },
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
  subcommands: [...groups.flatMap(({ commands }) => commands), ...unavailable, options],
}

/** What `kubectl` alone prints. */
export function rootHelp(): string {
  const all = groups.flatMap(({ commands }) => commands)
  const sections = groups.map(({ title, commands }) => `${title}:\n${commandList(commands, all)}`)
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${sections.join('\n\n')}

Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`
}
