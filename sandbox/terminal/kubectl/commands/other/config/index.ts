import { type Command, usageError } from '../../../command'
import { throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import { helpText } from '../../../flags/help'
import type { Invocation } from '../../../invocation'
import {
  removeEntry,
  renameEntry,
  type Section,
  saveKubeconfig,
  setCurrentContext,
  setEntry,
} from '../../../kubeconfig/write'
import { alignTabs, tableTabs } from '../../../output/tab-writer'
import { fileFor, nameOfConfig, openConfig } from './open'
import { setValue } from './set-value'
import { view } from './view'

/** The one NAME argument; without it the help, and what was wrong. */
async function one(invocation: Invocation, message = 'Unexpected args'): Promise<string> {
  const { args, command, commandPath } = invocation
  if (args.length === 1) return args[0] as string
  await invocation.out(helpText(command, commandPath))
  throw new Error(`${message}: [${args.join(' ')}]`)
}

const currentContext: Command = {
  name: 'current-context',
  usage: '[flags]',
  short: 'Display the current-context',
  flags: [],
  async run(invocation) {
    const { config } = await openConfig(invocation)
    if (!config.currentContext) throw new Error('current-context is not set')
    await invocation.out(`${config.currentContext}\n`)
  },
}

const listing = (name: string, short: string, section: Section): Command => ({
  name,
  usage: '[flags]',
  short,
  flags: [],
  async run(invocation) {
    const { config } = await openConfig(invocation)
    await invocation.out(['NAME', ...[...config[section].keys()].sort()].map(line => `${line}\n`).join(''))
  },
})

const getContexts: Command = {
  name: 'get-contexts',
  usage: '[(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  long: 'Display one or many contexts from the kubeconfig file.',
  flags: [
    flag.bool('no-headers', 'Leave the headers out.'),
    flag.string('output', 'Output format. One of: (name).', { shorthand: 'o' }),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const format = flags.string('output')
    if (format && format !== 'name')
      throw new Error(
        `--output ${format} is not available in kubectl config get-contexts; resetting to default output format`,
      )
    const { config } = await openConfig(invocation)
    const names = [...(args.length > 0 ? args : config.contexts.keys())].sort()
    const known = names.filter(name => config.contexts.has(name))
    const missing = names.filter(name => !config.contexts.has(name))
    const notFound = () => throwAll(missing.map(name => new Error(`context ${name} not found`)))
    if (format === 'name') {
      await invocation.out(known.map(name => `${name}\n`).join(''))
      return notFound()
    }
    const rows = known.map(name => {
      const { cluster = '', user = '', namespace = '' } = config.contexts.get(name) ?? {}
      return [name === config.currentContext ? '*' : '', name, cluster, user, namespace]
    })
    const headers = flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]
    await invocation.out(
      alignTabs([...headers, ...rows].map(row => `${row.join('\t')}\n`).join(''), tableTabs),
    )
    notFound()
  },
}

const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  usage: 'CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  flags: [],
  async run(invocation) {
    const name = await one(invocation)
    const { files, config } = await openConfig(invocation)
    if (!config.contexts.has(name))
      throw new Error(`no context exists with the name: ${JSON.stringify(name)}`)
    const file = fileFor(files)
    setCurrentContext(file, name)
    await saveKubeconfig(invocation.process.files, file)
    await invocation.out(`Switched to context ${JSON.stringify(name)}.\n`)
  },
}

const setContext: Command = {
  name: 'set-context',
  usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  long: `Set a context entry in kubeconfig.

 Of a context that exists only the fields named are changed.`,
  examples: `# Work in the namespace netpol-demo from now on
kubectl config set-context --current --namespace=netpol-demo`,
  flags: [
    flag.string('cluster', 'cluster for the context entry in kubeconfig'),
    flag.bool('current', 'Modify the current context'),
    flag.string('namespace', 'namespace for the context entry in kubeconfig', { shorthand: 'n' }),
    flag.string('user', 'user for the context entry in kubeconfig'),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const current = flags.bool('current')
    if (args.length > 1) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
    const { files, config } = await openConfig(invocation)
    if (args.length === 1 && current) throw new Error('you cannot specify both a context name and --current')
    if (args.length === 0 && !current)
      throw new Error('you must specify a non-empty context name or --current')
    if (current && !config.currentContext) throw new Error('no current context is set')
    const name = current ? config.currentContext : (args[0] as string)
    const file = fileFor(files, 'contexts', name)
    const made = setEntry(
      file,
      'contexts',
      name,
      given(invocation, { cluster: 'cluster', namespace: 'namespace', user: 'user' }),
    )
    await saveKubeconfig(invocation.process.files, file)
    await invocation.out(`Context ${JSON.stringify(name)} ${made ? 'created' : 'modified'}.\n`)
  },
}

/** Fields from the flags that were given; an empty one removes the field. */
function given(
  { flags }: Invocation,
  fields: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => flags.changed(name))
      .map(([name, field]) => [field, flags.string(name) || undefined]),
  )
}

const setCluster: Command = {
  name: 'set-cluster',
  usage:
    'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  short: 'Set a cluster entry in kubeconfig',
  flags: [
    flag.string(
      'certificate-authority',
      'Path to a certificate file of the authority that signed the server.',
    ),
    flag.bool('insecure-skip-tls-verify', "Do not check the server's certificate."),
    flag.string('proxy-url', 'proxy-url for the cluster entry in kubeconfig'),
    flag.string('server', 'server for the cluster entry in kubeconfig'),
    flag.string('tls-server-name', 'tls-server-name for the cluster entry in kubeconfig'),
  ],
  async run(invocation) {
    const name = await one(invocation)
    const { files } = await openConfig(invocation)
    const file = fileFor(files, 'clusters', name)
    const fields: Record<string, unknown> = given(invocation, {
      'certificate-authority': 'certificate-authority',
      'proxy-url': 'proxy-url',
      server: 'server',
      'tls-server-name': 'tls-server-name',
    })
    if (invocation.flags.bool('insecure-skip-tls-verify')) fields['insecure-skip-tls-verify'] = true
    setEntry(file, 'clusters', name, fields)
    await saveKubeconfig(invocation.process.files, file)
    await invocation.out(`Cluster ${JSON.stringify(name)} set.\n`)
  },
}

const setCredentials: Command = {
  name: 'set-credentials',
  usage: 'NAME [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  short: 'Set a user entry in kubeconfig',
  flags: [
    flag.string('password', 'password for the user entry in kubeconfig'),
    flag.string('token', 'token for the user entry in kubeconfig'),
    flag.string('username', 'username for the user entry in kubeconfig'),
  ],
  async run(invocation) {
    const name = await one(invocation, 'unexpected args')
    const { files } = await openConfig(invocation)
    const file = fileFor(files, 'users', name)
    setEntry(
      file,
      'users',
      name,
      given(invocation, { password: 'password', token: 'token', username: 'username' }),
    )
    await saveKubeconfig(invocation.process.files, file)
    await invocation.out(`User ${JSON.stringify(name)} set.\n`)
  },
}

const removal = (name: string, noun: string, section: Section): Command => ({
  name,
  usage: 'NAME',
  short: `Delete the specified ${noun} from the kubeconfig`,
  flags: [],
  async run(invocation) {
    const entry = await one(invocation)
    const { files, config } = await openConfig(invocation)
    const file = fileFor(files, section, entry)
    if (!removeEntry(file, section, entry)) {
      throw new Error(`cannot delete ${noun} ${entry}, not in ${nameOfConfig(invocation, files)}`)
    }
    await saveKubeconfig(invocation.process.files, file)
    if (section === 'contexts' && config.currentContext === entry) {
      await invocation.err(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
      )
    }
    await invocation.out(`deleted ${noun} ${entry} from ${nameOfConfig(invocation, files)}\n`)
  },
})

const renameContext: Command = {
  name: 'rename-context',
  usage: 'CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  flags: [],
  async run(invocation) {
    const [from, to, ...more] = invocation.args
    if (from === undefined || to === undefined || more.length > 0)
      throw usageError(invocation, `Unexpected args: [${invocation.args.join(' ')}]`)
    const { files, config } = await openConfig(invocation)
    const file = fileFor(files, 'contexts', from)
    if (!config.contexts.has(from))
      throw new Error(
        `cannot rename the context ${JSON.stringify(from)}, it's not in ${nameOfConfig(invocation, files)}`,
      )
    if (config.contexts.has(to))
      throw new Error(
        `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${nameOfConfig(invocation, files)}`,
      )
    renameEntry(file, 'contexts', from, to)
    if (config.currentContext === from) setCurrentContext(file, to)
    await saveKubeconfig(invocation.process.files, file)
    await invocation.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`)
  },
}

export const config: Command = {
  name: 'config',
  usage: 'SUBCOMMAND',
  short: 'Modify kubeconfig files',
  long: `Modify kubeconfig files using subcommands like "kubectl config set-context --current --namespace=my-namespace".

 With --kubeconfig only that file is read and written; else the files of $KUBECONFIG together, or ~/.kube/config.`,
  flags: [],
  subcommands: [
    currentContext,
    removal('delete-cluster', 'cluster', 'clusters'),
    removal('delete-context', 'context', 'contexts'),
    removal('delete-user', 'user', 'users'),
    listing('get-clusters', 'Display clusters defined in the kubeconfig', 'clusters'),
    getContexts,
    listing('get-users', 'Display users defined in the kubeconfig', 'users'),
    renameContext,
    ...setValue,
    setCluster,
    setContext,
    setCredentials,
    useContext,
    view,
  ],
}
