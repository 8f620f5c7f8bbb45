import type { KubernetesObject, V1Pod, V1PodTemplateSpec } from '@kubernetes/client-node'
import { copyJson } from '../api/copy'
import type { Registry } from '../api/registry'
import { ApiError } from '../api/status'
import { controllerReference } from './owners'

export type PodOfTemplate = {
  registry: Registry
  owner: KubernetesObject
  template: V1PodTemplateSpec
  /** Who reports it: `replicaset-controller`. */
  component: string
  /** Changes the pod before it is made: its name, labels, node. */
  adjust?: (pod: V1Pod) => void
}

/**
 * Makes a pod of a template, and tells so in the owner's events (controller.RealPodControl).
 * Answers why it could not be made, if it could not.
 */
export function createPod({
  registry,
  owner,
  template,
  component,
  adjust,
}: PodOfTemplate): ApiError | undefined {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  const pod: V1Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: copyJson({
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      generateName: `${owner.metadata?.name}-`,
      namespace: owner.metadata?.namespace,
      ownerReferences: [controllerReference(owner)],
    }),
    spec: copyJson(template.spec),
  }
  adjust?.(pod)
  try {
    const { metadata } = registry.create<V1Pod>('pods', pod)
    tell(registry, owner, component, 'Normal', 'SuccessfulCreate', `Created pod: ${metadata?.name}`)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tell(registry, owner, component, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
    return error
  }
}

/** Deletes a pod, and tells so in the owner's events. */
export function deletePod(registry: Registry, owner: KubernetesObject, pod: V1Pod, component: string): void {
  const { namespace = '', name = '' } = pod.metadata ?? {}
  if (!registry.find('pods', namespace, name)) return
  registry.delete('pods', namespace, name)
  tell(registry, owner, component, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
}

const tell = (
  registry: Registry,
  about: KubernetesObject,
  component: string,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
) => registry.event(about, { type, reason, message, component })
