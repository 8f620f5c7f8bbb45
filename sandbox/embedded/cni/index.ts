import type { Cni } from '../../provider'
import { calico } from './calico'
import { flannel } from './flannel'
import type { CniProfile } from './profile'

export type { CniProfile } from './profile'

export const profiles: Readonly<Record<Cni, CniProfile>> = { calico, flannel }
