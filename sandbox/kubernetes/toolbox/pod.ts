import type { V1PersistentVolumeClaim, V1Pod, V1Volume } from '@kubernetes/client-node'
import { SandboxTrouble } from '../../provider'
import { learnerAccount, ownLabels } from '../labels'
import { isReady, reasonOf } from '../namespaces/settled'
import { create, find, isConflict, type Platform, remove } from '../platform/objects'
import { settle } from '../platform/wait'

export type ToolboxSettings = {
  image: string
  /** The class of the volume that home is kept in; without one it lives as long as the pod. */
  storageClass?: string
}

export type Owner = { sandbox: string; controlNamespace: string }

export const container = 'toolbox'
/** Where a pod finds its account's token, which the kubelet renews. */
export const accountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount'
/** Seconds that one token lives. */
const tokenLifetime = 3_600

export const toolboxName = (sandbox: string): string => `toolbox-${sandbox}`
const claimName = (sandbox: string) => `home-${sandbox}`
export const toolboxPath = ({ sandbox, controlNamespace }: Owner): string =>
  `/api/v1/namespaces/${controlNamespace}/pods/${toolboxName(sandbox)}`

/**
 * The machine of a learner's terminals. It stands in the control namespace, where no policy of a learner's is: a default
 * deny does not cut it off. It runs as nobody special, with nothing to write on but home and /tmp.
 */
export const toolboxPod = (
  { sandbox, controlNamespace }: Owner,
  { image, storageClass }: ToolboxSettings,
): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: toolboxName(sandbox),
    namespace: controlNamespace,
    labels: ownLabels('toolbox', sandbox),
  },
  spec: {
    serviceAccountName: learnerAccount(sandbox),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostname: 'netpol-lab',
    terminationGracePeriodSeconds: 1,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: container,
        image,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { cpu: '1', memory: '256Mi' },
        },
        volumeMounts: [
          { name: 'home', mountPath: '/home/learner' },
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'account', mountPath: accountDirectory, readOnly: true },
        ],
      },
    ],
    volumes: [
      homeVolume(sandbox, storageClass),
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      {
        name: 'account',
        projected: {
          sources: [
            { serviceAccountToken: { path: 'token', expirationSeconds: tokenLifetime } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
        },
      },
    ],
  },
})

const homeVolume = (sandbox: string, storageClass: string | undefined): V1Volume => ({
  name: 'home',
  ...(storageClass
    ? { persistentVolumeClaim: { claimName: claimName(sandbox) } }
    : { emptyDir: { sizeLimit: '128Mi' } }),
})

const homeClaim = ({ sandbox, controlNamespace }: Owner, storageClass: string): V1PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    name: claimName(sandbox),
    namespace: controlNamespace,
    labels: ownLabels('toolbox', sandbox),
  },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: storageClass,
    resources: { requests: { storage: '1Gi' } },
  },
})

/** Sees to it that the toolbox is there and Ready. Rejects with `SandboxTrouble` where it does not come up. */
export async function ensureToolbox(
  platform: Platform,
  owner: Owner,
  settings: ToolboxSettings,
  timeout: number,
): Promise<void> {
  const path = toolboxPath(owner)
  const look = () => find<V1Pod>(platform.client, path)
  const isUsable = ({ metadata, spec, status }: V1Pod) =>
    !metadata?.deletionTimestamp &&
    !['Failed', 'Succeeded'].includes(status?.phase ?? '') &&
    spec?.containers[0]?.image === settings.image
  try {
    const known = await look()
    if (known && !isUsable(known)) {
      await remove(platform.client, path)
      await settle('the old toolbox is still there', timeout, async () => ((await look()) ? [path] : []))
    }
    if (!known || !isUsable(known)) {
      if (settings.storageClass) await createOnce(platform, homeClaim(owner, settings.storageClass))
      await createOnce(platform, toolboxPod(owner, settings))
    }
    await settle('not Ready', timeout, async () => {
      const pod = await look()
      if (!pod) return ['it is gone']
      return isReady(pod) ? [] : [reasonOf(pod)]
    })
  } catch (error) {
    throw new SandboxTrouble(`The toolbox of your terminals did not come up (${(error as Error).message}).`, {
      cause: error,
    })
  }
}

/** Somebody else, another replica, may have made it meanwhile. */
async function createOnce(platform: Platform, object: V1Pod | V1PersistentVolumeClaim): Promise<void> {
  await create(platform, object).catch((error: unknown) => {
    if (!isConflict(error)) throw error
  })
}
