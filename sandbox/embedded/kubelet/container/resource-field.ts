import type { V1Container, V1ResourceFieldSelector } from '@kubernetes/client-node'
import { amount } from '../../../quantity'
import { nodeResources } from '../../system/node'

/** What `resourceFieldRef` says of a container: without a limit, what the node has (api/v1/resource). */
export function resourceField(
  { resources }: V1Container,
  { resource, divisor }: V1ResourceFieldSelector,
): string {
  const [kind, ...rest] = resource.split('.')
  const name = rest.join('.')
  const given = kind === 'limits' ? resources?.limits?.[name] : resources?.requests?.[name]
  const value = given ?? (kind === 'limits' ? nodeResources[name] : undefined) ?? '0'
  const unit = amount(divisor && divisor !== '0' ? divisor : '1')
  return String(Math.ceil(amount(value) / unit))
}
