import { amount } from '../../../../quantity'
import { alignTabs, tableTabs } from '../../output/tab-writer'

/** What metrics-server says that something uses. */
export type Usage = { cpu: string; memory: string }

export type NodeUsage = { name: string; usage: Usage; allocatable: Partial<Usage> }
export type PodUsage = {
  name: string
  namespace: string
  containers: readonly { name: string; usage: Usage }[]
}

export type TableOptions = { headers: boolean; sortBy: string }

const mebibyte = 2 ** 20

const cores = ({ cpu }: Usage) => Math.ceil(amount(cpu) * 1000)
const bytes = ({ memory }: Usage) => amount(memory)

const cells = (usage: Usage) => [`${cores(usage)}m`, `${Math.floor(bytes(usage) / mebibyte)}Mi`]

/** Every cell ends with a tab, the last one too (kubectl's pkg/metricsutil). */
const table = (rows: readonly (readonly string[])[]): string =>
  alignTabs(rows.map(row => `${row.map(cell => `${cell}\t`).join('')}\n`).join(''), tableTabs)

type Measured = { name: string; namespace?: string; usage: Usage }

/** Those that use most first, or by name. */
const order =
  (sortBy: string) =>
  (a: Measured, b: Measured): number => {
    if (sortBy === 'cpu') return cores(b.usage) - cores(a.usage)
    if (sortBy === 'memory') return bytes(b.usage) - bytes(a.usage)
    const [one, other] = [a, b].map(({ namespace = '', name }) => `${namespace}/${name}`) as [string, string]
    return one < other ? -1 : 1
  }

export function nodeTable(nodes: readonly NodeUsage[], { headers, sortBy }: TableOptions): string {
  const share = (used: number, all: number) => `${Math.floor((used / all) * 100)}%`
  const rows = [...nodes].sort(order(sortBy)).map(({ name, usage, allocatable }) => {
    const [cpu = '', memory = ''] = cells(usage)
    const whole = { cpu: allocatable.cpu ?? '0', memory: allocatable.memory ?? '0' }
    return [name, cpu, share(cores(usage), cores(whole)), memory, share(bytes(usage), bytes(whole))]
  })
  const titles = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']
  return table(headers ? [titles, ...rows] : rows)
}

const total = (usages: readonly Usage[]): Usage => ({
  cpu: `${usages.reduce((sum, { cpu }) => sum + amount(cpu) * 1e9, 0)}n`,
  memory: String(usages.reduce((sum, usage) => sum + bytes(usage), 0)),
})

export function podTable(
  pods: readonly PodUsage[],
  {
    headers,
    sortBy,
    containers,
    namespaces,
    sum,
  }: TableOptions & {
    containers: boolean
    namespaces: boolean
    sum: boolean
  },
): string {
  const measured = pods.map(pod => ({ ...pod, usage: total(pod.containers.map(({ usage }) => usage)) }))
  const before = (...names: string[]) => names.slice(namespaces ? 0 : 1)
  const rows = measured.sort(order(sortBy)).flatMap(pod => {
    if (!containers) return [[...before(pod.namespace, pod.name), ...cells(pod.usage)]]
    return [...pod.containers]
      .sort(order(sortBy))
      .map(({ name, usage }) => [...before(pod.namespace, pod.name), name, ...cells(usage)])
  })
  const titles = [
    ...before('NAMESPACE', ...(containers ? ['POD'] : [])),
    'NAME',
    'CPU(cores)',
    'MEMORY(bytes)',
  ]
  const padding = Array.from({ length: titles.length - 2 }, () => '')
  const sums = sum
    ? [
        [...padding, '________', '________'],
        [...padding, ...cells(total(measured.map(({ usage }) => usage)))],
      ]
    : []
  return table([...(headers ? [titles] : []), ...rows, ...sums])
}
