import type { V1NetworkPolicy } from '@kubernetes/client-node'
import { parseAllDocuments } from 'yaml'
import { readObject } from '@/sandbox/embedded/api/structure/strict'
import { networkPolicies } from '@/sandbox/embedded/resources/networking/network-policies'
import { DrillAnswerError } from './drill'

/** Bytes of a manifest; a drill's answer is a few policies. */
const most = 20_000

/**
 * The NetworkPolicies of a manifest, as the API would keep them. Throws `DrillAnswerError` with what the API would say,
 * or what a drill does not take (other kinds, namespaces that there are not).
 */
export function readPolicies(text: string, namespaces: readonly string[]): V1NetworkPolicy[] {
  if (text.length > most) throw new DrillAnswerError('This is too long for a drill.')
  return parseAllDocuments(text, { maxAliasCount: 10 } as object).flatMap(document => {
    const [error] = document.errors
    if (error) throw new DrillAnswerError(error.message)
    const value: unknown = document.toJS({ maxAliasCount: 10 })
    if (value === null || value === undefined) return []
    const { kind, apiVersion } = value as { kind?: string; apiVersion?: string }
    if (kind !== 'NetworkPolicy' || apiVersion !== 'networking.k8s.io/v1')
      throw new DrillAnswerError('Write objects of kind NetworkPolicy, apiVersion networking.k8s.io/v1.')
    return [accepted(value, namespaces)]
  })
}

function accepted(value: object, namespaces: readonly string[]): V1NetworkPolicy {
  let policy: V1NetworkPolicy
  try {
    policy = readObject(networkPolicies, value as Record<string, unknown>, 'Strict').object as V1NetworkPolicy
  } catch (error) {
    throw new DrillAnswerError(error instanceof Error ? error.message : String(error))
  }
  const { namespace, name } = policy.metadata ?? {}
  if (!name) throw new DrillAnswerError('metadata.name: Required value: name or generateName is required')
  if (!namespace || !namespaces.includes(namespace))
    throw new DrillAnswerError(`${name}: metadata.namespace must be one of ${namespaces.join(', ')}`)
  networkPolicies.defaults?.(policy)
  const [problem] = networkPolicies.validate?.(policy, {} as never) ?? []
  if (problem)
    throw new DrillAnswerError(`NetworkPolicy "${name}" is invalid: ${problem.field}: ${problem.message}`)
  return policy
}
