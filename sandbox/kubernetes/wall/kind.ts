import { ApiStatusError, type KubernetesClient } from '../../client'
import { type WallForm, wallForms } from './forms'

/** Every form that the cluster serves, the one to choose first. Served is not enforced: `doctor` tries it. */
export async function servedForms(api: KubernetesClient): Promise<WallForm[]> {
  const served = await Promise.all(wallForms.map(async form => ((await isServed(api, form)) ? [form] : [])))
  return served.flat()
}

/** The kind that a wall is made of on this cluster; undefined where it has none of the admin tier. */
export const wallKind = async (api: KubernetesClient): Promise<string | undefined> =>
  (await servedForms(api))[0]?.kind

async function isServed(
  api: KubernetesClient,
  { group, version, resource, ground }: WallForm,
): Promise<boolean> {
  try {
    const { body } = await api.request<{ resources: { name: string }[] }>('GET', `/apis/${group}/${version}`)
    const names = body.resources.map(({ name }) => name)
    return names.includes(resource) && (ground === undefined || names.includes(ground.resource))
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 404) return false
    throw error
  }
}
