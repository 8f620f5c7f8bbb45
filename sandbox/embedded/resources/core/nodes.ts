import type { V1Node } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'

const rolePrefix = 'node-role.kubernetes.io/'

function status({ status, spec }: V1Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const text = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'
  return spec?.unschedulable ? `${text},SchedulingDisabled` : text
}

function roles({ metadata }: V1Node): string {
  const found = Object.keys(metadata?.labels ?? {})
    .filter(label => label.startsWith(rolePrefix) && label.length > rolePrefix.length)
    .map(label => label.slice(rolePrefix.length))
  return found.sort().join(',') || '<none>'
}

const address = ({ status }: V1Node, wanted: string) =>
  status?.addresses?.find(({ type }) => type === wanted)?.address ?? '<none>'

export const nodes = define<V1Node>({
  group: '',
  kind: 'Node',
  name: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  columns: [
    nameColumn,
    column('Status', status),
    column('Roles', roles),
    ageColumn,
    column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    wide('Internal-IP', node => address(node, 'InternalIP')),
    wide('External-IP', node => address(node, 'ExternalIP')),
    wide('OS-Image', ({ status }) => status?.nodeInfo?.osImage ?? '<unknown>'),
    wide('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion ?? '<unknown>'),
    wide('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion ?? '<unknown>'),
  ],
  fields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
  // What a node brings along when it registers itself is kept.
  subresources: { status: statusSubresource },
})
