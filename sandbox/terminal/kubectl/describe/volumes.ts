import type { V1DownwardAPIVolumeSource, V1ProjectedVolumeSource, V1Volume } from '@kubernetes/client-node'
import type { Wire } from '../object'
import { goSprint } from '../output/go-format'
import type { Page } from './page'

type Volume = Wire<V1Volume>
type Field = readonly [title: string, value: unknown]

export function describeVolumes(page: Page, volumes: readonly Volume[] = [], inner = false): void {
  page.line(inner ? 1 : 0, volumes.length === 0 ? 'Volumes:\t<none>' : 'Volumes:')
  for (const volume of volumes) {
    page.line(1, `${inner ? ' ' : ''}${volume.name}:`)
    const fields = volumeFields(volume)
    if (!fields && !volume.downwardAPI) page.line(1, '<unknown>')
    for (const [title, value] of fields ?? []) page.line(2, `${title}:\t${goSprint(value)}`)
    if (volume.downwardAPI) describeDownwardApi(page, volume.downwardAPI)
  }
}

function describeDownwardApi(page: Page, { items = [] }: Wire<V1DownwardAPIVolumeSource>): void {
  page.line(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)')
  page.line(2, 'Items:')
  for (const { path, fieldRef, resourceFieldRef } of items)
    page.line(3, `${fieldRef?.fieldPath ?? resourceFieldRef?.resource} -> ${path}`)
}

/** What there is to say of a volume, by its source. */
function volumeFields({
  hostPath,
  emptyDir,
  secret,
  configMap,
  projected,
  persistentVolumeClaim,
  nfs,
}: Volume): Field[] | undefined {
  if (hostPath) {
    return [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', hostPath.path],
      ['HostPathType', hostPath.type ?? '<none>'],
    ]
  }
  if (emptyDir) {
    return [
      ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ['Medium', emptyDir.medium ?? ''],
      ['SizeLimit', emptyDir.sizeLimit ?? '<unset>'],
    ]
  }
  if (secret) {
    return [
      ['Type', 'Secret (a volume populated by a Secret)'],
      ['SecretName', secret.secretName],
      ['Optional', secret.optional ?? false],
    ]
  }
  if (configMap) {
    return [
      ['Type', 'ConfigMap (a volume populated by a ConfigMap)'],
      ['Name', configMap.name],
      ['Optional', configMap.optional ?? false],
    ]
  }
  if (persistentVolumeClaim) {
    return [
      ['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'],
      ['ClaimName', persistentVolumeClaim.claimName],
      ['ReadOnly', persistentVolumeClaim.readOnly ?? false],
    ]
  }
  if (nfs) {
    return [
      ['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server', nfs.server],
      ['Path', nfs.path],
      ['ReadOnly', nfs.readOnly ?? false],
    ]
  }
  return projected && projectedFields(projected)
}

function projectedFields({ sources = [] }: Wire<V1ProjectedVolumeSource>): Field[] {
  return [
    ['Type', 'Projected (a volume that contains injected data from multiple sources)'],
    ...sources.flatMap(({ secret, downwardAPI, configMap, serviceAccountToken }): Field[] => {
      if (secret)
        return [
          ['SecretName', secret.name],
          ['Optional', secret.optional ?? false],
        ]
      if (downwardAPI) return [['DownwardAPI', true]]
      if (configMap)
        return [
          ['ConfigMapName', configMap.name],
          ['Optional', configMap.optional ?? false],
        ]
      return serviceAccountToken ? [['TokenExpirationSeconds', serviceAccountToken.expirationSeconds]] : []
    }),
  ]
}
