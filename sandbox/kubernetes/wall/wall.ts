import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import type { ClusterNetworkPolicy } from '../../netpol'
import { labels, manager } from '../labels'
import type { WallForm } from './forms'
import { servedForms } from './kind'
import { readPlace, type WallPlace, type WallSettings } from './place'
import { sandboxWall, sandboxWallName } from './sandbox-wall'
import { toolboxWall } from './toolbox-wall'

/** The wall between tenants, of the admin tier: no policy of a learner opens it or closes more by it. */
export interface Wall {
  /** What it is made of; undefined where the cluster has nothing to make it of: then there is none. */
  readonly kind: string | undefined
  /** Surrounds a sandbox: all namespaces that carry its label, those that come as well. Again is no error. */
  enclose(sandbox: string): Promise<void>
  /** Takes the wall of a sandbox away that is gone. */
  release(sandbox: string): Promise<void>
  /**
   * The same for the policy engine, in the words of policy.networking.k8s.io, of whatever kind the wall is made;
   * nothing where there is none. `internet`: as if it were open, for external hosts that are only computed.
   */
  model(sandbox: string, options?: { internet?: boolean }): ClusterNetworkPolicy[]
}

/**
 * Builds the wall around the toolboxes, and hands out the means to surround sandboxes. Done at every start: addresses
 * of nodes and API servers may have changed. Rejects with `ApiStatusError`.
 */
export async function applyWall(
  api: KubernetesClient,
  settings: WallSettings,
  forms?: readonly WallForm[],
): Promise<Wall> {
  const [form] = forms ?? (await servedForms(api))
  if (!form) return { kind: undefined, enclose: async () => {}, release: async () => {}, model: () => [] }
  const place = await readPlace(api, settings)
  if (form.ground) await apply(api, form, form.ground.resource, form.ground.object)
  await apply(api, form, form.resource, form.toolboxes(place))
  return {
    kind: form.kind,
    enclose: sandbox => apply(api, form, form.resource, form.sandbox(sandbox, place), sandbox),
    async release(sandbox) {
      const name = form.sandbox(sandbox, place).metadata?.name
      await remove(api, form, name ?? sandboxWallName(sandbox))
    },
    model: (sandbox, options) => wallModel(sandbox, { ...place, ...options }),
  }
}

const wallModel = (sandbox: string, place: WallPlace): ClusterNetworkPolicy[] => [
  sandboxWall(sandbox, place),
  toolboxWall(place),
]

/** Takes every wall away, of whatever kind, the toolboxes' as well. */
export async function removeWall(api: KubernetesClient): Promise<void> {
  for (const form of await servedForms(api)) {
    const { body } = await api.request<{ items: { metadata: { name: string } }[] }>(
      'GET',
      resourcePath(form),
      { query: { labelSelector: `${labels.managedBy}=${manager}` } },
    )
    await Promise.all(body.items.map(({ metadata }) => remove(api, form, metadata.name)))
  }
}

type Made = ReturnType<WallForm['toolboxes']>

async function apply(
  api: KubernetesClient,
  { group, version, kind }: WallForm,
  resource: string,
  object: Made,
  sandbox?: string,
): Promise<void> {
  const name = object.metadata?.name
  const own = { [labels.managedBy]: manager, ...(sandbox !== undefined && { [labels.sandbox]: sandbox }) }
  await api.request('PATCH', resourcePath({ group, version, resource, name }), {
    query: { fieldManager: manager, force: true },
    contentType: 'application/apply-patch+yaml',
    body: {
      apiVersion: `${group}/${version}`,
      kind: object.kind ?? kind,
      metadata: { name, labels: own },
      spec: object.spec,
    },
  })
}

async function remove(api: KubernetesClient, form: WallForm, name: string): Promise<void> {
  try {
    await api.request('DELETE', resourcePath({ ...form, name }))
  } catch (error) {
    if (!(error instanceof ApiStatusError && error.code === 404)) throw error
  }
}
