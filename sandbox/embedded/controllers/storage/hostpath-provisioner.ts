import type { V1PersistentVolume, V1PersistentVolumeClaim, V1StorageClass } from '@kubernetes/client-node'

/** minikube's addon `storage-provisioner`: directories on the node. */
export const hostpathProvisioner = 'k8s.io/minikube-hostpath'
const identity = '2c9c1a7c-5b0e-4a35-8f0e-6d3f1b7a9e42'

/** As its events name it: program, node, the number it gave itself. */
export const provisionerComponent = `${hostpathProvisioner}_minikube_${identity}`

/** The volume that it makes for a claim. */
export const provisionedVolume = (
  { metadata, spec }: V1PersistentVolumeClaim,
  storageClass: V1StorageClass,
): V1PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: {
    name: `pvc-${metadata?.uid}`,
    annotations: {
      hostPathProvisionerIdentity: identity,
      'pv.kubernetes.io/provisioned-by': hostpathProvisioner,
    },
  },
  spec: {
    accessModes: spec?.accessModes ?? [],
    capacity: { storage: spec?.resources?.requests?.storage ?? '0' },
    claimRef: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: metadata?.name,
      namespace: metadata?.namespace,
      resourceVersion: metadata?.resourceVersion,
      uid: metadata?.uid,
    },
    hostPath: { path: `/tmp/hostpath-provisioner/${metadata?.namespace}/${metadata?.name}`, type: '' },
    persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
    storageClassName: storageClass.metadata?.name,
    volumeMode: spec?.volumeMode,
  },
})
