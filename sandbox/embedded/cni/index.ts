import type { Cni } from '../../provider'
import { calico } from './calico'
import { cilium } from './cilium'
import { flannel } from './flannel'
import { kubeRouter } from './kube-router'
import { none } from './none'
import type { CniProfile } from './profile'
import { weave } from './weave'

export type { CniProfile } from './profile'

export const profiles: Readonly<Record<Cni, CniProfile>> = {
  calico,
  cilium,
  flannel,
  'kube-router': kubeRouter,
  none,
  weave,
}
