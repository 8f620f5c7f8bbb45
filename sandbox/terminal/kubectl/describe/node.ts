import type { V1Lease, V1Node, V1Pod } from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import { amount } from '../../../quantity'
import type { Wire } from '../object'
import { as, type Describer, type Description, listOf } from './describer'
import { describeEvents } from './events'
import { Page, rfc1123, since } from './page'
import { sumQuantities } from './quantity'

type Node = Wire<V1Node>
type Pod = Wire<V1Pod>
type Amounts = Record<string, string>

export const describeNode: Describer = async description => {
  const node = as<V1Node>(description)
  const { metadata, spec, status } = node
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Roles', rolesOf(node).join(',') || '<none>')
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp))
  const taints = (spec?.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  )
  page.list('Taints', taints.sort())
  page.field('Unschedulable', spec?.unschedulable ?? false)
  await describeLease(description, page)
  describeConditions(page, node)
  page.line(0, 'Addresses:')
  for (const { type, address } of status?.addresses ?? []) page.line(1, `${type}:\t${address}`)
  describeAmounts(page, 'Capacity', status?.capacity)
  describeAmounts(page, 'Allocatable', status?.allocatable)
  page.line(0, 'System Info:')
  const info = status?.nodeInfo
  for (const [title, value] of [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
  ] as const) {
    page.line(1, `${title}:\t${value ?? ''}`)
  }
  if (spec?.podCIDR) page.field('PodCIDR', spec.podCIDR)
  if (spec?.podCIDRs?.length) page.field('PodCIDRs', spec.podCIDRs.join(','))
  if (spec?.providerID) page.field('ProviderID', spec.providerID)
  await describePods(description, page, node)
  await describeEvents(description, page)
  return page.toString()
}

const rolePrefix = 'node-role.kubernetes.io/'

function rolesOf({ metadata }: Node): string[] {
  return Object.entries(metadata?.labels ?? {})
    .flatMap(([key, value]) => {
      if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)]
      return key === 'kubernetes.io/role' && value ? [value] : []
    })
    .filter(Boolean)
    .sort()
}

async function describeLease(description: Description, page: Page): Promise<void> {
  const { invocation, object } = description
  const name = object.metadata?.name ?? ''
  const path = resourcePath({
    group: 'coordination.k8s.io',
    version: 'v1',
    resource: 'leases',
    namespace: 'kube-node-lease',
    name,
  })
  try {
    const api = await invocation.api()
    const { body } = await api.client.request<Wire<V1Lease>>('GET', path, { signal: invocation.signal })
    const { holderIdentity, acquireTime, renewTime } = body.spec ?? {}
    page.line(0, 'Lease:')
    page.line(1, `HolderIdentity:\t${holderIdentity ?? '<unset>'}`)
    page.line(1, `AcquireTime:\t${acquireTime ? rfc1123(acquireTime) : '<unset>'}`)
    page.line(1, `RenewTime:\t${renewTime ? rfc1123(renewTime) : '<unset>'}`)
  } catch (error) {
    page.field('Lease', `Failed to get lease: ${(error as Error).message}`)
  }
}

function describeConditions(page: Page, { status }: Node): void {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return
  page.line(0, 'Conditions:')
  page.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage')
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------')
  for (const one of conditions) {
    const times = `${rfc1123(one.lastHeartbeatTime)} \t${rfc1123(one.lastTransitionTime)}`
    page.line(1, `${one.type} \t${one.status} \t${times} \t${one.reason ?? ''} \t${one.message ?? ''}`)
  }
}

function describeAmounts(page: Page, title: string, amounts: Amounts = {}): void {
  const entries = Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length > 0) page.line(0, `${title}:`)
  for (const [name, amount] of entries) page.line(1, `${name}:\t${amount}`)
}

async function describePods(description: Description, page: Page, node: Node): Promise<void> {
  const selector = `spec.nodeName=${node.metadata?.name},status.phase!=Succeeded,status.phase!=Failed`
  const path = resourcePath({ group: '', version: 'v1', resource: 'pods' })
  const pods = await listOf<V1Pod>(description, path, { fieldSelector: selector })
  const allocatable = node.status?.allocatable ?? node.status?.capacity ?? {}
  const share = (resource: string, asked: string) => {
    const whole = amount(allocatable[resource] ?? '0')
    return `${asked} (${whole === 0 ? 0 : Math.trunc((amount(asked) / whole) * 100)}%)`
  }
  page.field('Non-terminated Pods', `(${pods.length} in total)`)
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge')
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---')
  for (const pod of pods) {
    const amount = (resource: string, kind: 'requests' | 'limits') =>
      share(resource, amountOf([pod], resource, kind))
    page.line(
      1,
      [
        pod.metadata?.namespace,
        pod.metadata?.name,
        '',
        amount('cpu', 'requests'),
        amount('cpu', 'limits'),
        amount('memory', 'requests'),
        amount('memory', 'limits'),
        since(pod.metadata?.creationTimestamp),
      ].join('\t'),
    )
  }
  page.line(0, 'Allocated resources:')
  page.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)')
  page.line(1, 'Resource\tRequests\tLimits')
  page.line(1, '--------\t--------\t------')
  const huge = Object.keys(allocatable)
    .filter(name => name.startsWith('hugepages-'))
    .sort()
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...huge]) {
    page.line(
      1,
      [name, share(name, amountOf(pods, name, 'requests')), share(name, amountOf(pods, name, 'limits'))].join(
        '\t',
      ),
    )
  }
}

/** What the containers of these pods ask for, or may use at most, altogether. */
function amountOf(pods: readonly Pod[], resource: string, kind: 'requests' | 'limits'): string {
  const amounts = pods.flatMap(({ spec }) =>
    (spec?.containers ?? []).flatMap(container => container.resources?.[kind]?.[resource] ?? []),
  )
  return sumQuantities(amounts)
}
