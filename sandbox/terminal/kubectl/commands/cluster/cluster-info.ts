import type { V1Service } from '@kubernetes/client-node'
import { resourcePath } from '../../../../client'
import type { Command } from '../../command'
import type { Invocation } from '../../invocation'
import { type KubeObject, nameOf, type Wire } from '../../object'

export const clusterInfo: Command = {
  name: 'cluster-info',
  usage: '[flags]',
  short: 'Display cluster information',
  long: 'Display addresses of the control plane and services with label kubernetes.io/cluster-service=true.',
  examples: `# Print the address of the control plane and cluster services
kubectl cluster-info`,
  flags: [],
  run: runClusterInfo,
}

async function runClusterInfo(invocation: Invocation): Promise<void> {
  const api = await invocation.api()
  const colour = invocation.process.stdout.tty && invocation.process.env.TERM !== 'dumb'
  const line = (name: string, link: string) =>
    colour
      ? `\x1b[0;32m${name}\x1b[0m is running at \x1b[0;33m${link}\x1b[0m\n`
      : `${name} is running at ${link}\n`
  const namespace = invocation.flags.string('namespace') || 'kube-system'
  const path = resourcePath({ group: '', version: 'v1', resource: 'services', namespace })
  const { body } = await api.request<{ items?: Wire<V1Service>[] }>('GET', path, {
    query: { labelSelector: 'kubernetes.io/cluster-service=true' },
  })
  const lines = [line('Kubernetes control plane', api.server)]
  for (const service of body.items ?? []) {
    const { name = '', namespace = '', labels = {} } = service.metadata ?? {}
    const port = service.spec?.ports?.[0]
    const target = port?.name ? `${name}:${port.name}` : name
    const link = `${api.server}/api/v1/namespaces/${namespace}/services/${target}/proxy`
    lines.push(line(labels['kubernetes.io/name'] || nameOf(service as KubeObject), link))
  }
  await invocation.out(
    `${lines.join('')}\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
  )
}
