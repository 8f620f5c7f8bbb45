import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import type { ClusterNetworkPolicy } from '../../netpol'
import { labels, manager } from '../labels'
import type { WallForm } from './forms'
import { servedForms } from './kind'
import { readPlace, type WallPlace, type WallSettings } from './place'
import { sandboxWall } from './sandbox-wall'
import { toolboxWall } from './toolbox-wall'

/** The wall between tenants, of the admin tier: no policy of a learner opens it or closes more by it. */
export interface Wall {
  /** What it is made of; undefined where the cluster has nothing to make it of: then there is none. */
  readonly kind: string | undefined
  /** Surrounds a sandbox: all namespaces that carry its label, those that come as well. Again is no error. */
  enclose(sandbox: string): Promise<void>
  /** Takes the wall of a sandbox away that is gone. */
  release(sandbox: string): Promise<void>
  /** The sandboxes that have one. */
  enclosed(): Promise<string[]>
  /** Takes the wall around the toolboxes away as well. */
  remove(): Promise<void>
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
  if (!form) return noWall
  const place = await readPlace(api, settings)
  if (form.ground) await apply(api, form, form.ground.resource, form.ground.object)
  const toolboxes = form.toolboxes(place)
  await apply(api, form, form.resource, toolboxes)
  return {
    kind: form.kind,
    enclose: sandbox => apply(api, form, form.resource, form.sandbox(sandbox, place), sandbox),
    release: sandbox => remove(api, form, form.sandbox(sandbox, place)),
    async enclosed() {
      const { body } = await api.request<{ items: Made[] }>('GET', resourcePath(form), {
        query: { labelSelector: `${labels.managedBy}=${manager},${labels.sandbox}` },
      })
      return body.items.flatMap(({ metadata }) => metadata?.labels?.[labels.sandbox] ?? [])
    },
    remove: () => remove(api, form, toolboxes),
    model: (sandbox, options) => wallModel(sandbox, { ...place, ...options }),
  }
}

const noWall: Wall = {
  kind: undefined,
  enclose: async () => {},
  release: async () => {},
  enclosed: async () => [],
  remove: async () => {},
  model: () => [],
}

const wallModel = (sandbox: string, place: WallPlace): ClusterNetworkPolicy[] => [
  sandboxWall(sandbox, place),
  toolboxWall(place),
]

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

async function remove(api: KubernetesClient, form: WallForm, { metadata }: Made): Promise<void> {
  try {
    await api.request('DELETE', resourcePath({ ...form, name: metadata?.name ?? '' }))
  } catch (error) {
    if (!(error instanceof ApiStatusError && error.code === 404)) throw error
  }
}
