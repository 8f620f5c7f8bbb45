import type { V1ComponentStatus } from '@kubernetes/client-node'
import { define } from '../define'
import { column, nameColumn } from '../printing/columns'

const healthy = (name: string): V1ComponentStatus => ({
  apiVersion: 'v1',
  kind: 'ComponentStatus',
  metadata: { name },
  conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
})

const condition = ({ conditions = [] }: V1ComponentStatus) =>
  conditions.find(({ type }) => type === 'Healthy')

/** Nobody stores them: every request finds the control plane well. */
export const componentStatuses = define<V1ComponentStatus>({
  group: '',
  kind: 'ComponentStatus',
  name: 'componentstatuses',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  deprecated: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    nameColumn,
    column('Status', status => (condition(status)?.status === 'True' ? 'Healthy' : 'Unhealthy')),
    column('Message', status => condition(status)?.message ?? ''),
    column('Error', status => condition(status)?.error ?? ''),
  ],
  always: [healthy('etcd-0'), healthy('controller-manager'), healthy('scheduler')],
})
