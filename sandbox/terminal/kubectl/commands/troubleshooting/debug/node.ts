import { resourcePath } from '../../../../../client'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import type { Container, Pod } from '../../../pods/containers'
import type { Debugged } from './attach'
import { applyCustom, fieldsOf, randomSuffix } from './container'
import { applyProfile } from './profiles'

/** Runs a pod on the node, in the node's own network and with its files at /host where the profile says so. */
export async function debugNode(
  invocation: Invocation,
  node: KubeObject,
  custom: Partial<Container> | undefined,
): Promise<Debugged> {
  const { flags, out } = invocation
  const nodeName = node.metadata?.name ?? ''
  const name = `node-debugger-${nodeName}-${randomSuffix()}`
  const container: Container = {
    name: flags.string('container') || 'debugger',
    ...fieldsOf(invocation),
    terminationMessagePolicy: 'File',
  }
  if (!flags.bool('quiet'))
    await out(`Creating debugging pod ${name} with container ${container.name} on node ${nodeName}.\n`)
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [container],
      nodeName,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
  }
  applyProfile(invocation, 'node', pod, container)
  await applyCustom(invocation, container, custom)
  const api = await invocation.api()
  const namespace = (await invocation.namespace()).name
  const { body } = await api.request<Pod>(
    'POST',
    resourcePath({ group: '', version: 'v1', resource: 'pods', namespace }),
    { body: pod, query: { fieldManager: flags.string('field-manager') } },
  )
  return { pod: body, container: container.name }
}
