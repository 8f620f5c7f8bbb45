import { type Command, usageError } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Kubeconfig } from '../../../kubeconfig/kubeconfig'
import type { KubeObject } from '../../../object'
import { createPrinter, objectFormats, printFlags } from '../../../output/printer'
import { toYaml } from '../../../yaml/write'
import { openConfig } from './open'

/** Fields that are not shown without --raw, and what stands in their place. */
const secrets: Readonly<Record<string, string>> = {
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
  token: 'REDACTED',
  password: 'REDACTED',
}

export const view: Command = {
  name: 'view',
  usage: '[flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  long: `Display merged kubeconfig settings or a specified kubeconfig file.

 Secrets are left out unless you say --raw.`,
  examples: `# Show merged kubeconfig settings
kubectl config view

# Show only what the current context uses
kubectl config view --minify

# Print the namespace of the current context
kubectl config view --minify -o jsonpath='{..namespace}'`,
  flags: [
    flag.bool('flatten', 'Make the output independent of other files.'),
    flag.bool('merge', 'Merge all kubeconfig files.', { default: true }),
    flag.bool('minify', 'Only what the current context uses.'),
    flag.bool('raw', 'Show secrets, too.'),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    if (args.length > 0) throw usageError(invocation, `unexpected arguments: [${args.join(' ')}]`)
    if (!flags.bool('merge') && !flags.string('kubeconfig'))
      throw new Error('if merge==false a precise file must be specified')
    const { config } = await openConfig(invocation)
    const shown = flags.bool('minify') ? minified(config, flags.string('context')) : config
    const object = configObject(shown, flags.bool('raw'))
    const print = flags.string('output') ? await createPrinter(invocation, objectFormats) : toYaml
    await invocation.out(print(object))
  },
}

function minified(config: Kubeconfig, chosen: string): Kubeconfig {
  const name = chosen || config.currentContext
  if (!name) throw new Error('current-context must exist in order to minify')
  const context = config.contexts.get(name)
  if (!context) throw new Error(`cannot locate context ${name}`)
  const only = <T>(map: Map<string, T>, key = '') => new Map([...map].filter(([entry]) => entry === key))
  return {
    currentContext: name,
    contexts: only(config.contexts, name),
    clusters: only(config.clusters, context.cluster),
    users: only(config.users, context.user),
  }
}

function configObject(config: Kubeconfig, raw: boolean): KubeObject {
  const list = (entries: Map<string, object>, key: string) =>
    entries.size === 0
      ? null
      : [...entries]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, entry]) => ({ [key]: hidden(entry, raw), name }))
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: list(config.clusters, 'cluster'),
    contexts: list(config.contexts, 'context'),
    'current-context': config.currentContext,
    users: list(config.users, 'user'),
  }
}

function hidden(entry: object, raw: boolean): object {
  if (raw) return entry
  return Object.fromEntries(
    Object.entries(entry).map(([field, value]) => [field, value ? (secrets[field] ?? value) : value]),
  )
}
