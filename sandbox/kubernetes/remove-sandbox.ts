import { namespaceSelector, ownSelector } from './labels'
import { ownNamespaces, removeNamespace } from './namespaces/namespaces'
import { type Platform, remove } from './platform/objects'
import { removeRecord } from './record'
import type { Wall } from './wall'

/** Takes away everything of one sandbox; in a cluster of the learner's own, of the only one. */
export async function removeSandbox(
  {
    platform,
    controlNamespace,
    wall,
  }: { platform: Platform; controlNamespace: string; wall: Wall | undefined },
  sandbox: string | undefined,
): Promise<void> {
  const { client } = platform
  const query = { labelSelector: `${ownSelector(sandbox)},netpol-lab.dev/role=learner` }
  const names = async (path: string) =>
    (
      await client.request<{ items: { metadata: { name: string } }[] }>('GET', path, { query })
    ).body.items.map(({ metadata }) => metadata.name)
  const spaces = await ownNamespaces(platform, namespaceSelector(sandbox, controlNamespace))
  await Promise.all(spaces.map(({ metadata }) => removeNamespace(platform, metadata?.name ?? '')))
  if (sandbox === undefined) return
  // Before the account, by which the reaper finds what was left halfway.
  await wall?.release(sandbox)
  const control = `/api/v1/namespaces/${controlNamespace}`
  const machine = { labelSelector: `${ownSelector(sandbox)},netpol-lab.dev/role=toolbox` }
  for (const resource of ['pods', 'persistentvolumeclaims'])
    await client.request('DELETE', `${control}/${resource}`, { query: machine })
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const accounts = `${control}/serviceaccounts`
  await Promise.all(
    [`${rbac}/clusterrolebindings`, `${rbac}/clusterroles`, accounts].map(async path => {
      for (const name of await names(path)) await remove(client, `${path}/${name}`)
    }),
  )
  await removeRecord(platform, controlNamespace, sandbox)
}
