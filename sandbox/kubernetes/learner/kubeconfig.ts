import { parse, stringify } from 'yaml'
import type { FileSystem } from '../../process'
import type { ApiAccess } from '../../provider'

const home = '/home/learner'
const path = `${home}/.kube/config`

type Entry = { name: string }
type Config = {
  clusters?: Entry[] | null
  users?: Entry[] | null
  contexts?: Entry[] | null
  'current-context'?: string
}

export type Contexts = {
  /** What cluster and user are called. */
  name: string
  /** Context names and their namespaces; the first is the current one. */
  contexts: readonly { name: string; namespace: string }[]
}

const own = (
  { server, token, certificateAuthorityData, certificate }: ApiAccess,
  { name, contexts }: Contexts,
) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': contexts[0]?.name ?? '',
  clusters: [
    {
      name,
      cluster: certificateAuthorityData
        ? { server, 'certificate-authority-data': certificateAuthorityData }
        : { server, 'insecure-skip-tls-verify': true },
    },
  ],
  users: [
    {
      name,
      user: certificate
        ? { 'client-certificate-data': certificate.certData, 'client-key-data': certificate.keyData }
        : { token },
    },
  ],
  contexts: contexts.map(context => ({
    name: context.name,
    context: { cluster: name, namespace: context.namespace, user: name },
  })),
})

/**
 * The learner's kubeconfig with this sandbox's cluster, user and contexts; entries of other names, and the choice of a
 * context that is there, stay the learner's.
 */
export function withAccess(text: string, access: ApiAccess, contexts: Contexts): string {
  const ours = own(access, contexts)
  const theirs = parse(text) as Config | null
  const merged = (section: 'clusters' | 'users' | 'contexts') => {
    const names = new Set(ours[section].map(({ name }) => name))
    const kept = (theirs?.[section] ?? []).filter(({ name }) => !names.has(name))
    return [...ours[section], ...kept]
  }
  const config = {
    ...ours,
    contexts: merged('contexts'),
    clusters: merged('clusters'),
    users: merged('users'),
  }
  const chosen = theirs?.['current-context']
  const isThere = config.contexts.some(({ name }) => name === chosen)
  return stringify({ ...config, 'current-context': isThere ? chosen : ours['current-context'] })
}

/** Writes it; what the learner wrote that is no kubeconfig is replaced. */
export async function keepKubeconfig(
  files: FileSystem,
  access: ApiAccess,
  contexts: Contexts,
): Promise<void> {
  await files.makeDirectory(`${home}/.kube`, { recursive: true })
  const present = await files.read(path).catch(() => undefined)
  let text = ''
  try {
    text = withAccess(present ? new TextDecoder().decode(present) : '', access, contexts)
  } catch {
    text = withAccess('', access, contexts)
  }
  await files.write(path, text, { mode: 0o600 })
}
