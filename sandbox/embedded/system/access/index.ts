import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { KubernetesObject, V1Namespace } from '@kubernetes/client-node'
import { furnished, type Key, type Store } from '../../store'
import { deepFreeze } from '../../store/freeze'

const group = 'rbac.authorization.k8s.io'

/** What a real API server makes of RBAC at its start (scripts/record-access.mjs): a file a resource. */
const recorded: Readonly<Record<string, { kind: string; file: string }>> = {
  clusterroles: { kind: 'ClusterRole', file: 'cluster-roles' },
  clusterrolebindings: { kind: 'ClusterRoleBinding', file: 'cluster-role-bindings' },
  roles: { kind: 'Role', file: 'roles' },
  rolebindings: { kind: 'RoleBinding', file: 'role-bindings' },
}

type BuiltIn = { object: KubernetesObject; uid: string }

/** As a uid looks; the same for the same object in every cluster. */
function uidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const read = (resource: string, { kind, file }: { kind: string; file: string }): BuiltIn[] => {
  const text = readFileSync(new URL(`./recorded/${file}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as KubernetesObject[]).map(object => {
    const { namespace = '', name = '' } = object.metadata ?? {}
    return {
      object: deepFreeze({ apiVersion: `${group}/v1`, kind, ...object }),
      uid: uidOf(`${resource}/${namespace}/${name}`),
    }
  })
}

let known: ReadonlyMap<string, readonly BuiltIn[]> | undefined

/** By resource; read once a process: rules, labels and subjects are shared by all clusters. */
function builtIns(): ReadonlyMap<string, readonly BuiltIn[]> {
  known ??= new Map(
    Object.entries(recorded).map(([resource, of]) => [`${group}/${resource}`, read(resource, of)]),
  )
  return known
}

/**
 * Puts the built-in roles and bindings there that are missing, as a real API server does at each start
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation).
 */
export function furnishAccess(store: Store): void {
  for (const [resource, made] of builtIns())
    store.furnish(resource, () => {
      const system = store.get({ resource: 'namespaces', namespace: '', name: 'kube-system' }) as
        | V1Namespace
        | undefined
      const creationTimestamp = system?.metadata?.creationTimestamp
      const born = creationTimestamp ? { creationTimestamp } : {}
      return made.map(({ object, uid }): [Key, KubernetesObject] => {
        const { namespace = '', name = '' } = object.metadata ?? {}
        // In one go: V8 gives what is spread twice a hidden class of its own, of which there would be one an object.
        const metadata = { ...object.metadata, ...born, uid, resourceVersion: furnished }
        return [
          { resource, namespace, name },
          { ...object, metadata },
        ]
      })
    })
}
