import { resourceFieldValue } from '../../../describe/quantity'
import type { Invocation } from '../../../invocation'
import { at, type KubeObject } from '../../../object'
import type { Container } from '../../../pods/containers'

type KeyReference = { name: string; key: string }

/** Where a variable has its value from (core/v1 EnvVarSource). */
export type ValueSource = {
  configMapKeyRef?: KeyReference
  secretKeyRef?: KeyReference
  fieldRef?: { apiVersion?: string; fieldPath: string }
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string }
}

/** A source in words (kubectl/pkg/cmd/set/env GetEnvVarRefString). */
export function describeSource({
  configMapKeyRef,
  secretKeyRef,
  fieldRef,
  resourceFieldRef,
}: ValueSource): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`
  if (secretKeyRef) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`
  if (fieldRef) return `field path ${fieldRef.fieldPath}`
  if (resourceFieldRef) {
    const container = resourceFieldRef.containerName ? `${resourceFieldRef.containerName}/` : ''
    return `resource field ${container}${resourceFieldRef.resource}`
  }
  return 'invalid valueFrom'
}

export type Owner = { object: KubeObject; container: Container; namespace: string }

/** The value that a source has now. Throws when there is none. */
export async function resolveVariable(
  invocation: Invocation,
  { object, container, namespace }: Owner,
  source: ValueSource,
): Promise<string> {
  if (source.configMapKeyRef)
    return keyOf(invocation, namespace, 'configmaps', 'config map', source.configMapKeyRef)
  if (source.secretKeyRef) return keyOf(invocation, namespace, 'secrets', 'secret', source.secretKeyRef)
  if (source.fieldRef) {
    const [, ...path] = source.fieldRef.fieldPath.split('.')
    const value = source.fieldRef.fieldPath.startsWith('metadata.')
      ? at(object, 'metadata', ...path)
      : undefined
    if (value === undefined) throw new Error(`unsupported fieldPath: ${source.fieldRef.fieldPath}`)
    return String(value)
  }
  if (source.resourceFieldRef) return resourceFieldValue(container, source.resourceFieldRef)
  throw new Error('invalid valueFrom')
}

async function keyOf(
  invocation: Invocation,
  namespace: string,
  resource: 'configmaps' | 'secrets',
  kind: string,
  { name, key }: KeyReference,
): Promise<string> {
  const api = await invocation.api()
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${resource}/${encodeURIComponent(name)}`
  const { body } = await api.request<{ data?: Record<string, string> }>('GET', path)
  const value = body.data?.[key]
  if (value === undefined) throw new Error(`key ${key} not found in ${kind} ${name}`)
  return resource === 'secrets' ? Buffer.from(value, 'base64').toString() : value
}
