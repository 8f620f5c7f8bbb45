import type { V1ConfigMap, V1Namespace, V1Pod } from '@kubernetes/client-node'
import { namespaceNameLabel } from '../../exercise'
import { probeContainerSpec } from '../probes/probe-container'
import { graderMark, graderName } from './mark'

/** A gate that nobody opens: a pod that is never Ready gets no traffic from services. */
const gate = 'netpol-lab/never-ready'

export function namespaceManifest({ metadata }: V1Namespace): V1Namespace {
  const { [namespaceNameLabel]: _, ...labels } = metadata?.labels ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: metadata?.name, labels, annotations: graderMark },
  }
}

/** What owns the pod, so that no ReplicaSet whose selector its labels match adopts it. */
export const ownerManifest: V1ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: graderName, annotations: graderMark },
}

/** The possible pod's labels and ports, around a program that does nothing. */
export function podManifest({ metadata, spec }: V1Pod, owner: V1ConfigMap, image?: string): V1Pod {
  const ports = (spec?.containers ?? []).flatMap(container => container.ports ?? [])
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: graderName,
      labels: metadata?.labels,
      annotations: graderMark,
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: graderName,
          uid: owner.metadata?.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      automountServiceAccountToken: false,
      readinessGates: [{ conditionType: gate }],
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          ...probeContainerSpec('main', image),
          ports: ports.map(({ name, containerPort, protocol }) => ({ name, containerPort, protocol })),
        },
      ],
    },
  }
}
