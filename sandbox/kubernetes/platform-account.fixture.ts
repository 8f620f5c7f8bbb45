import { readFileSync } from 'node:fs'
import { type AuthenticationV1TokenRequest, KubeConfig, type KubernetesObject } from '@kubernetes/client-node'
import { parseAllDocuments } from 'yaml'
import { createClient, type KubernetesClient } from '../client'
import type { ApiAccess } from '../provider'
import { accessAs, accessOf } from './learner/access'
import { createPlaces, put, remove } from './platform/objects'

/** deploy/platform.yaml, as an operator would apply it. */
export const platformManifest = (): KubernetesObject[] =>
  parseAllDocuments(readFileSync(new URL('../../deploy/platform.yaml', import.meta.url), 'utf8')).map(
    document => document.toJS() as KubernetesObject,
  )

/** The cluster that KUBECONFIG names, as the account of deploy/platform.yaml, under names of its own. */
export async function openAsPlatform(): Promise<{
  api: KubernetesClient
  access: ApiAccess
  /** Its namespace. */
  name: string
  close(): Promise<void>
}> {
  const config = new KubeConfig()
  config.loadFromDefault()
  const admin = createClient(config)
  const platform = { client: admin, placeOf: createPlaces(admin) }
  const own = `netpol-lab-trial-${Math.random().toString(36).slice(2, 7)}`
  const text = JSON.stringify(platformManifest()).replaceAll(/"netpol-lab(-platform)?"/g, (_, role) =>
    role ? `"${own}-platform"` : `"${own}"`,
  )
  const objects = (JSON.parse(text) as KubernetesObject[]).map(object =>
    object.kind === 'Namespace' ? { ...object, metadata: { name: own } } : object,
  )
  for (const object of objects) await put(platform, object)
  const { body } = await admin.request<AuthenticationV1TokenRequest>(
    'POST',
    `/api/v1/namespaces/${own}/serviceaccounts/platform/token`,
    { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [] } } },
  )
  const access = accessAs(await accessOf(config), body.status?.token ?? '')
  const api = createClient(access)
  return {
    api,
    access,
    name: own,
    async close() {
      api.dispose()
      const rbac = '/apis/rbac.authorization.k8s.io/v1'
      for (const kind of ['clusterrolebindings', 'clusterroles'])
        await remove(admin, `${rbac}/${kind}/${own}-platform`)
      await remove(admin, `/api/v1/namespaces/${own}`)
      admin.dispose()
    },
  }
}
