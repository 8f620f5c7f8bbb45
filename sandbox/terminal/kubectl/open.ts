import { ApiStatusError } from '../../client'
import type { Process, ProgramTable } from '../../process'
import type { LocalPorts } from '../local-ports'
import type { Command } from './command'
import type { Connections } from './connection'
import { Fatal, isRefusal } from './failure'
import type { ParsedFlags } from './flags/parse'
import { requestTimeout } from './flags/request-timeout'
import type { Api, Invocation } from './invocation'
import { mergeKubeconfig, readKubeconfigFiles } from './kubeconfig/kubeconfig'
import { type Selected, selectContext, UnknownContext } from './kubeconfig/select'
import { isObject } from './object'
import { goJson } from './output/json'
import { joinPath } from './path'
import { logOfRefusal } from './refused'
import { qualifiedResource } from './resources/mapper'

/** Commands of kubectl that ask for the server before they ask for the namespace: a missing context is told otherwise. */
const connectsFirst: ReadonlySet<string> = new Set([
  'api-resources',
  'api-versions',
  'apply',
  'auth',
  'cluster-info',
  'create',
  'diff',
  'explain',
  'expose',
  'run',
  'version',
  'wait',
])

export type Opening = {
  process: Process
  command: Command
  commandPath: string
  flags: ParsedFlags
  connections: Connections
  programs: ProgramTable
  ports: LocalPorts
}

/** Everything a command needs, each part made when it is first asked for. */
export function openInvocation({
  process,
  command,
  commandPath,
  flags,
  connections,
  programs,
  ports,
}: Opening): Invocation {
  let selected: Promise<Selected> | undefined
  const selection = () => {
    selected ??= readKubeconfigFiles({
      files: process.files,
      env: process.env,
      cwd: process.cwd,
      flag: flags.string('kubeconfig'),
    })
      .then(async files => {
        const found = selectContext(mergeKubeconfig(files), flags)
        await requireAuthority(process, flags.string('certificate-authority'), found.cluster)
        return found
      })
      .catch((error: unknown) => {
        if (error instanceof UnknownContext && connectsFirst.has(commandPath.split(' ')[1] ?? ''))
          throw new Error(`context ${JSON.stringify(error.context)} does not exist`)
        throw error
      })
    return selected
  }
  const warned = new Set<string>()
  const warn = async (warnings: readonly string[]) => {
    for (const text of warnings) {
      if (warned.has(text)) continue
      warned.add(text)
      const label =
        process.stderr.tty && process.env.TERM !== 'dumb' ? '\x1b[33;1mWarning:\x1b[0m' : 'Warning:'
      await process.stderr.write(`${label} ${text}\n`)
    }
  }
  const timeout = requestTimeout(flags.string('request-timeout'))

  return {
    process,
    command,
    commandPath,
    flags,
    args: flags.args,
    signal: process.signal,
    programs,
    ports,
    out: text => process.stdout.write(text),
    err: text => process.stderr.write(text),
    async namespace() {
      const { namespace, namespaceExplicit } = await selection()
      return { name: namespace, explicit: namespaceExplicit }
    },
    async api(): Promise<Api> {
      const { access } = await selection()
      const client = connections.client(access)
      return {
        server: access.server,
        client,
        async request(method, path, options = {}) {
          const signals = [process.signal, ...(timeout ? [AbortSignal.timeout(timeout)] : [])]
          const answer = await client
            .request(method, path, {
              signal: AbortSignal.any(signals),
              ...options,
              ...(isObject(options.body) ? { body: goJson(options.body) } : {}),
            })
            .catch(async (error: unknown) => {
              if (error instanceof ApiStatusError) await warn(error.warnings)
              throw error
            })
          await warn(answer.warnings)
          return answer as never
        },
      }
    },
    async mapper(suffices) {
      const { access } = await selection()
      const mapper = await connections.mapper(access, suffices).catch(async (error: unknown) => {
        if (isRefusal(error))
          await process.stderr.write(logOfRefusal({ commandPath, args: flags.args }, access.server))
        throw error
      })
      return {
        ...mapper,
        forArgument(argument) {
          const others = mapper.lowerPriority(argument).map(qualifiedResource)
          const name = JSON.stringify(argument)
          void warn(
            others.map(other => `short name ${name} could also match lower priority resource ${other}`),
          )
          return mapper.forArgument(argument)
        },
      }
    },
    openApi: async (group, version) => connections.openApi((await selection()).access, group, version),
  }
}

/** A certificate is not used here, and yet has to be there. */
async function requireAuthority({ files, cwd }: Process, path: string, cluster: string): Promise<void> {
  if (!path || (await files.stat(joinPath(cwd, path)).catch(() => undefined))) return
  throw new Fatal(
    `Error in configuration: unable to read certificate-authority ${path} for ${cluster} due to open ${path}: no such file or directory`,
  )
}
