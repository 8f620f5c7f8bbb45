import { stringify } from 'yaml'
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

/** The same kubeconfig with this sandbox's present address, wherever one of its former ones stands. */
export const withServer = (text: string, { server }: ApiAccess): string => {
  const path = new URL(server).pathname
  return text.replaceAll(new RegExp(`http://127\\.0\\.0\\.1:\\d+${path}(?=[\\s"']|$)`, 'g'), server)
}
