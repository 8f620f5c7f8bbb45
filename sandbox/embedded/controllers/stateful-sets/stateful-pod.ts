import type {
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodTemplateSpec,
  V1StatefulSet,
} from '@kubernetes/client-node'
import { copyJson } from '../../api/copy'
import { podRevisionLabel } from '../controller-revisions'
import { controllerReference } from '../owners'

export const firstOrdinal = ({ spec }: V1StatefulSet): number => spec?.ordinals?.start ?? 0

/** The number at the end of its name; undefined for a pod that is none of this set's. */
export function ordinalOf({ metadata }: V1Pod, set: V1StatefulSet): number | undefined {
  const [, parent, ordinal] = /^(.*)-(\d+)$/.exec(metadata?.name ?? '') ?? []
  return parent === set.metadata?.name ? Number(ordinal) : undefined
}

const claimName = (template: string, pod: string) => `${template}-${pod}`

/** The pod of an ordinal: its name is its host name, in the domain of the set's service. */
export function statefulPod(
  set: V1StatefulSet,
  template: V1PodTemplateSpec,
  revision: string,
  ordinal: number,
): V1Pod {
  const name = `${set.metadata?.name}-${ordinal}`
  const { labels, annotations, finalizers } = template.metadata ?? {}
  const templates = set.spec?.volumeClaimTemplates ?? []
  const claimed = templates.map(({ metadata }) => ({
    name: metadata!.name!,
    persistentVolumeClaim: { claimName: claimName(metadata!.name!, name) },
  }))
  const others = (template.spec?.volumes ?? []).filter(
    volume => !claimed.some(claim => claim.name === volume.name),
  )
  const volumes = [...claimed, ...others]
  return copyJson({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${set.metadata?.name}-`,
      namespace: set.metadata?.namespace,
      labels: {
        ...labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [podRevisionLabel]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...template.spec!,
      hostname: name,
      ...(set.spec?.serviceName && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  })
}

/** The volume claims of an ordinal's pod; they outlive it. */
export const claimsOf = (set: V1StatefulSet, pod: string): V1PersistentVolumeClaim[] =>
  (set.spec?.volumeClaimTemplates ?? []).map(({ metadata, spec }) =>
    copyJson({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...(metadata?.annotations && { annotations: metadata.annotations }),
        labels: { ...metadata?.labels, ...set.spec?.selector?.matchLabels },
        name: claimName(metadata!.name!, pod),
        namespace: set.metadata?.namespace,
      },
      spec,
    }),
  )
