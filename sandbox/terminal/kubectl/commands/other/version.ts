import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { toYaml } from '../../yaml/write'

const kustomizeVersion = 'v5.8.1'

/** The kubectl that this one follows. */
export const kubectlVersion = 'v1.36.3'
const clientVersion = {
  major: '1',
  minor: '36',
  gitVersion: kubectlVersion,
  gitCommit: '',
  gitTreeState: 'archive',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
}

export const version: Command = {
  name: 'version',
  usage: '[flags]',
  short: 'Print the client and server version information',
  long: 'Print the client and server version information for the current context.',
  examples: `# Print the client and server versions for the current context
kubectl version`,
  flags: [
    flag.bool('client', 'Show the version of the client only, without asking a server.'),
    flag.string('output', "One of 'yaml' or 'json'.", { shorthand: 'o' }),
  ],
  run: runVersion,
}

async function runVersion(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const output = flags.string('output')
  if (args.length > 0) throw new Error(`extra arguments: [${args.join(' ')}]`)
  if (!['', 'yaml', 'json'].includes(output)) throw new Error("--output must be 'yaml' or 'json'")
  let server: Record<string, string> | undefined
  let failure: unknown
  if (!flags.bool('client')) {
    try {
      const api = await invocation.api()
      server = (await api.request<Record<string, string>>('GET', '/version')).body
    } catch (error) {
      failure = error
    }
  }
  if (output) {
    const all = { clientVersion, kustomizeVersion, ...(server ? { serverVersion: server } : {}) }
    await invocation.out(output === 'yaml' ? `${toYaml(all)}\n` : `${JSON.stringify(all, null, 2)}\n`)
  } else {
    await invocation.out(
      `Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n`,
    )
    if (server) await invocation.out(`Server Version: ${server.gitVersion}\n`)
  }
  if (failure) throw failure
}
