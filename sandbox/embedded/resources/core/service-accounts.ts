import type { V1ServiceAccount } from '@kubernetes/client-node'
import { define } from '../define'

export const serviceAccounts = define<V1ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  name: 'serviceaccounts',
  answersDeleted: true,
  shortNames: ['sa'],
})
