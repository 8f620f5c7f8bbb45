import type { KubeConfig } from '@kubernetes/client-node'
import type { Capabilities } from '../provider'
import { defaultControlNamespace } from './labels'
/** One learner, whose cluster it is (the lessons' own names); or many, each with namespaces of their own. */
export type Tenancy = 'own' | 'shared'

export type KubernetesOptions = {
  /** The cluster, and who the platform is there. */
  config: KubeConfig
  tenancy: Tenancy
  /** Where learners' files are kept, a folder each; without it nothing outlives the process. */
  directory?: string
  controlNamespace?: string
  /** Milliseconds that the pods of a start state may take to become Ready. */
  startTimeout?: number
}

export type Settings = Required<Omit<KubernetesOptions, 'directory' | 'config'>> & { directory?: string }

export const settingsOf = ({
  config: _,
  controlNamespace = defaultControlNamespace,
  startTimeout = 120_000,
  ...rest
}: KubernetesOptions): Settings => ({ ...rest, controlNamespace, startTimeout })

export const capabilitiesOf = (tenancy: Tenancy): Capabilities => ({
  cniSwitchable: false,
  externalHosts: false,
  flowLog: false,
  makesNamespaces: tenancy === 'own',
  probeTimeout: 1_000,
})
