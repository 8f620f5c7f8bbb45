import type { Process } from '../../process'
import type { ApiAccess } from '../../provider'
import { mergeKubeconfig, readKubeconfigFiles } from '../kubectl/kubeconfig/kubeconfig'
import { removeEntry, saveKubeconfig, setCurrentContext, setEntry } from '../kubectl/kubeconfig/write'
import { profile } from './facts'

const read = async ({ files, env, cwd }: Process) => {
  const all = await readKubeconfigFiles({ files, env, cwd, flag: '' })
  return { first: all[0]!, config: mergeKubeconfig(all), files }
}

/** Is kubectl's present context this cluster? */
export async function isConfigured(process: Process): Promise<boolean> {
  const { config } = await read(process)
  return config.currentContext === profile && config.contexts.has(profile)
}

/** Writes the cluster, its user and its context, and makes it the present one unless `keep`. */
export async function configure(
  process: Process,
  { server, token }: ApiAccess,
  keep: boolean,
): Promise<void> {
  const { first, files } = await read(process)
  setEntry(first, 'clusters', profile, { server, 'insecure-skip-tls-verify': true })
  setEntry(first, 'users', profile, { token })
  setEntry(first, 'contexts', profile, { cluster: profile, namespace: 'default', user: profile })
  if (!keep) setCurrentContext(first, profile)
  await saveKubeconfig(files, first)
}

/** Without a present context kubectl knows no server: so it is with a stopped cluster. */
export async function unsetCurrent(process: Process): Promise<void> {
  const { first, config, files } = await read(process)
  if (config.currentContext !== profile) return
  setCurrentContext(first, '')
  await saveKubeconfig(files, first)
}

export async function forget(process: Process): Promise<void> {
  const { first, config, files } = await read(process)
  for (const section of ['clusters', 'users', 'contexts'] as const) removeEntry(first, section, profile)
  if (config.currentContext === profile) setCurrentContext(first, '')
  await saveKubeconfig(files, first)
}
