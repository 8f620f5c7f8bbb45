import { resourcePath } from '../../../../../client'
import type { Invocation } from '../../../invocation'
import type { Container, Pod } from '../../../pods/containers'
import type { Debugged } from './attach'
import { applyCustom, fieldsOf, newContainerName, warnOfUser } from './container'
import { applyProfile } from './profiles'

type Copy = Pod & { spec: NonNullable<Pod['spec']> }

/** Runs a copy of the pod, with one more container or with changed ones; `--replace` deletes the pod. */
export async function debugCopy(
  invocation: Invocation,
  pod: Pod,
  custom: Partial<Container> | undefined,
): Promise<Debugged> {
  const { flags } = invocation
  const copy = copyOf(invocation, pod)
  const container = await changed(invocation, copy)
  if (container) {
    applyProfile(invocation, 'copy', copy, container)
    await applyCustom(invocation, container, custom)
    await warnOfUser(invocation, copy, container)
  }
  const api = await invocation.api()
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const pods = { group: '', version: 'v1', resource: 'pods', namespace }
  const { body } = await api.request<Pod>('POST', resourcePath(pods), {
    body: copy,
    query: { fieldManager: flags.string('field-manager') },
  })
  if (flags.bool('replace'))
    await api.request('DELETE', resourcePath({ ...pods, name }), {
      body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
    })
  return { pod: body, container: container?.name }
}

function copyOf({ flags }: Invocation, { metadata, spec }: Pod): Copy {
  const { ephemeralContainers: _, nodeName, ...kept } = structuredClone(spec!)
  const images = flags.pairs('set-image')
  for (const container of kept.containers)
    container.image = images.get(container.name) || images.get('*') || container.image
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: flags.string('copy-to'),
      namespace: metadata?.namespace,
      annotations: metadata?.annotations,
      labels: metadata?.labels,
    },
    spec: {
      ...kept,
      ...(flags.changed('share-processes') && { shareProcessNamespace: flags.bool('share-processes') }),
      ...(flags.bool('same-node') && nodeName && { nodeName }),
    },
  }
}

/** The container that the flags change or add; none where only images were set. */
async function changed(invocation: Invocation, { spec, ...copy }: Copy): Promise<Container | undefined> {
  const { flags } = invocation
  const fields = fieldsOf(invocation)
  const all = [...spec.containers, ...(spec.initContainers ?? [])]
  const existing = all.find(({ name }) => name === flags.string('container'))
  if (existing) {
    if (fields.command) delete existing.args
    return Object.assign(existing, fields)
  }
  if (!fields.image) {
    if (flags.pairs('set-image').size > 0) return undefined
    throw new Error('you must specify image when creating new container')
  }
  const name = await newContainerName(invocation, { ...copy, spec })
  const added: Container = { name, terminationMessagePolicy: 'File', ...fields }
  spec.containers.push(added)
  return added
}
