import { parse, stringify } from 'yaml'
import type { ApiAccess } from '../provider'

/** A kubeconfig with one context, named as minikube names it. */
export const kubeconfig = (
  { server, token, certificateAuthorityData }: ApiAccess,
  name = 'minikube',
): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: certificateAuthorityData
          ? { server, 'certificate-authority-data': certificateAuthorityData }
          : { server, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, namespace: 'default', user: name } }],
  })

type Sections = Record<'clusters' | 'users' | 'contexts', { name: string }[] | null | undefined> & {
  'current-context'?: string
}

/** The same kubeconfig with what is missing of the cluster's own entries, and a present context. */
export const withEntries = (text: string, access: ApiAccess): string => {
  const own = parse(kubeconfig(access)) as Sections
  const config = { ...own, ...(parse(text) as Partial<Sections> | null) }
  for (const section of ['clusters', 'users', 'contexts'] as const) {
    const present = config[section] ?? []
    const names = new Set(present.map(({ name }) => name))
    config[section] = [...present, ...(own[section] ?? []).filter(({ name }) => !names.has(name))]
  }
  return stringify({ ...config, 'current-context': config['current-context'] || own['current-context'] })
}

/** The same kubeconfig with this sandbox's present address, wherever one of its former ones stands. */
export const withServer = (text: string, { server }: ApiAccess): string => {
  const path = new URL(server).pathname
  return text.replaceAll(new RegExp(`http://127\\.0\\.0\\.1:\\d+${path}(?=[\\s"']|$)`, 'g'), server)
}
