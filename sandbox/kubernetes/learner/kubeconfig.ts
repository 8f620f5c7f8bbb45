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

/** How a kubeconfig says where a cluster is, and who one is there. */
export type Credentials = { cluster: object; user: object }

/** Those that stand in the file itself. */
export const credentialsOf = ({
  server,
  token,
  certificateAuthorityData,
  certificate,
}: ApiAccess): Credentials => ({
  cluster: certificateAuthorityData
    ? { server, 'certificate-authority-data': certificateAuthorityData }
    : { server, 'insecure-skip-tls-verify': true },
  user: certificate
    ? { 'client-certificate-data': certificate.certData, 'client-key-data': certificate.keyData }
    : { token },
})

/** Those of a pod's account, where the kubelet keeps them. */
export const credentialsIn = (directory: string): Credentials => ({
  cluster: { server: 'https://kubernetes.default.svc', 'certificate-authority': `${directory}/ca.crt` },
  user: { tokenFile: `${directory}/token` },
})

const own = ({ cluster, user }: Credentials, { name, contexts }: Contexts) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': contexts[0]?.name ?? '',
  clusters: [{ name, cluster }],
  users: [{ name, user }],
  contexts: contexts.map(context => ({
    name: context.name,
    context: { cluster: name, namespace: context.namespace, user: name },
  })),
})

/**
 * The learner's kubeconfig with this sandbox's cluster, user and contexts; entries of other names, and the choice of a
 * context that is there, stay the learner's.
 */
export function withAccess(text: string, access: Credentials, contexts: Contexts): string {
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
  access: Credentials,
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
