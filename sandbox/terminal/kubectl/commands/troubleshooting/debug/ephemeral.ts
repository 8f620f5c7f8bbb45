import { resourcePath } from '../../../../../client'
import type { Invocation } from '../../../invocation'
import type { Container, Pod } from '../../../pods/containers'
import type { Debugged } from './attach'
import { applyCustom, fieldsOf, newContainerName, warnOfUser } from './container'
import { applyProfile } from './profiles'

/** Lets a container join the pod. */
export async function debugPod(
  invocation: Invocation,
  pod: Pod,
  custom: Partial<Container> | undefined,
): Promise<Debugged> {
  const { flags } = invocation
  const container: Container = {
    name: await newContainerName(invocation, pod),
    ...fieldsOf(invocation),
    terminationMessagePolicy: 'File',
  }
  applyProfile(invocation, 'ephemeral', pod as Pod & { spec: NonNullable<Pod['spec']> }, container)
  await applyCustom(invocation, container, custom)
  await warnOfUser(invocation, pod, container)
  const joining = {
    ...container,
    ...(flags.string('target') && { targetContainerName: flags.string('target') }),
  }
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const order = [...(pod.spec?.ephemeralContainers ?? []), joining].map(one => ({ name: one.name }))
  const api = await invocation.api()
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace,
    name,
    subresource: 'ephemeralcontainers',
  })
  await api.request('PATCH', path, {
    body: { spec: { ephemeralContainers: [joining], '$setElementOrder/ephemeralContainers': order } },
    contentType: 'application/strategic-merge-patch+json',
    query: { fieldManager: flags.string('field-manager') },
  })
  return { pod, container: container.name }
}
