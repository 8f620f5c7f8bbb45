import type { V1NodeSelectorTerm, V1PersistentVolume } from '@kubernetes/client-node'
import type { Wire } from '../../object'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page, since } from '../page'
import { shortModes } from './claim'

type Spec = NonNullable<Wire<V1PersistentVolume>['spec']>

/** What is told of each kind of source (kubectl's describePersistentVolume). */
const sources: readonly {
  field: keyof Spec
  type: string
  lines: readonly (readonly [string, string])[]
}[] = [
  {
    field: 'hostPath',
    type: 'HostPath (bare host directory volume)',
    lines: [
      ['Path', 'path'],
      ['HostPathType', 'type'],
    ],
  },
  {
    field: 'nfs',
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    lines: [
      ['Server', 'server'],
      ['Path', 'path'],
      ['ReadOnly', 'readOnly'],
    ],
  },
  {
    field: 'local',
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    lines: [['Path', 'path']],
  },
  {
    field: 'csi',
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    lines: [
      ['Driver', 'driver'],
      ['FSType', 'fsType'],
      ['VolumeHandle', 'volumeHandle'],
      ['ReadOnly', 'readOnly'],
    ],
  },
]

export const describeVolume: Describer = async description => {
  const { metadata, spec, status } = as<V1PersistentVolume>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Finalizers', `[${(metadata?.finalizers ?? []).join(' ')}]`)
  page.field('StorageClass', spec?.storageClassName ?? '')
  page.field(
    'Status',
    metadata?.deletionTimestamp
      ? `Terminating (lasts ${since(metadata.deletionTimestamp)})`
      : (status?.phase ?? ''),
  )
  const claim = spec?.claimRef
  page.field('Claim', claim ? `${claim.namespace}/${claim.name}` : '')
  page.field('Reclaim Policy', spec?.persistentVolumeReclaimPolicy ?? '')
  page.field('Access Modes', (spec?.accessModes ?? []).map(mode => shortModes[mode] ?? mode).join(','))
  if (spec?.volumeMode) page.field('VolumeMode', spec.volumeMode)
  page.field('Capacity', spec?.capacity?.storage ?? '')
  describeAffinity(page, spec?.nodeAffinity?.required?.nodeSelectorTerms)
  page.field('Message', status?.message ?? '')
  page.line(0, 'Source:')
  for (const { field, type, lines } of sources) {
    const source = spec?.[field] as Readonly<Record<string, unknown>> | undefined
    if (!source) continue
    page.line(2, `Type:\t${type}`)
    for (const [title, name] of lines)
      page.line(2, `${title}:\t${source[name] ?? (name === 'readOnly' ? false : '')}`)
  }
  await describeEvents(description, page)
  return page.toString()
}

function describeAffinity(page: Page, terms: readonly Wire<V1NodeSelectorTerm>[] = []): void {
  if (terms.length === 0) {
    page.field('Node Affinity', '<none>')
    return
  }
  page.line(0, 'Node Affinity:\t')
  page.line(1, 'Required Terms:\t')
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    const [first = '<none>', ...rest] = matchExpressions.map(
      ({ key, operator, values = [] }) =>
        `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(', ')}]` : ''}`,
    )
    page.line(2, `Term ${index}:\t${first}`)
    for (const line of rest) page.line(2, `\t${line}`)
  }
}
