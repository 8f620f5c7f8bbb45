import type { V1PersistentVolumeClaim, V1Pod, V1PriorityClass, V1StorageClass } from '@kubernetes/client-node'
import { resourcePath } from '../../../../client'
import { formatLabels } from '../../output/table'
import { as, type Describer, listOf } from '../describer'
import { describeEvents } from '../events'
import { Page, since } from '../page'

export const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

export const describeClaim: Describer = async description => {
  const { metadata, spec, status } = as<V1PersistentVolumeClaim>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('StorageClass', spec?.storageClassName ?? '')
  page.field(
    'Status',
    metadata?.deletionTimestamp
      ? `Terminating (lasts ${since(metadata.deletionTimestamp)})`
      : (status?.phase ?? ''),
  )
  page.field('Volume', spec?.volumeName ?? '')
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Finalizers', `[${(metadata?.finalizers ?? []).join(' ')}]`)
  const bound = Boolean(spec?.volumeName)
  page.field('Capacity', (bound && status?.capacity?.storage) || '')
  page.field(
    'Access Modes',
    bound ? (status?.accessModes ?? []).map(mode => shortModes[mode] ?? mode).join(',') : '',
  )
  if (spec?.volumeMode) page.field('VolumeMode', spec.volumeMode)
  const pods = await listOf<V1Pod>(
    description,
    resourcePath({ group: '', version: 'v1', resource: 'pods', namespace: metadata?.namespace }),
  )
  const users = pods.filter(pod =>
    pod.spec?.volumes?.some(volume => volume.persistentVolumeClaim?.claimName === metadata?.name),
  )
  page.list('Used By', users.map(pod => pod.metadata?.name ?? '').sort())
  await describeEvents(description, page)
  return page.toString()
}

const isDefault = 'storageclass.kubernetes.io/is-default-class'

export const describeStorageClass: Describer = async description => {
  const storage = as<V1StorageClass>(description)
  const page = new Page()
  page.field('Name', storage.metadata?.name)
  page.field('IsDefaultClass', storage.metadata?.annotations?.[isDefault] === 'true' ? 'Yes' : 'No')
  page.field('Annotations', formatLabels(storage.metadata?.annotations))
  page.field('Provisioner', storage.provisioner)
  page.field('Parameters', formatLabels(storage.parameters))
  const expands = storage.allowVolumeExpansion
  page.field('AllowVolumeExpansion', expands === undefined ? '<unset>' : expands ? 'True' : 'False')
  if (storage.mountOptions?.length) {
    page.line(0, 'MountOptions:')
    for (const option of storage.mountOptions) page.line(1, option)
  } else page.field('MountOptions', '<none>')
  if (storage.reclaimPolicy) page.field('ReclaimPolicy', storage.reclaimPolicy)
  if (storage.volumeBindingMode) page.field('VolumeBindingMode', storage.volumeBindingMode)
  await describeEvents(description, page)
  return page.toString()
}

export const describePriorityClass: Describer = async description => {
  const priority = as<V1PriorityClass>(description)
  const page = new Page()
  page.field('Name', priority.metadata?.name)
  page.field('Value', String(priority.value))
  page.field('GlobalDefault', String(priority.globalDefault ?? false))
  page.field('PreemptionPolicy', priority.preemptionPolicy ?? '')
  page.field('Description', priority.description ?? '')
  page.field('Annotations', formatLabels(priority.metadata?.annotations))
  await describeEvents(description, page)
  return page.toString()
}
