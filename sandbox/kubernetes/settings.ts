import type { KubeConfig } from '@kubernetes/client-node'
import type { Capabilities } from '../provider'
import { defaultControlNamespace } from './labels'
import type { ToolboxSettings } from './toolbox'

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
  /** The image of the grader's containers, where the usual one cannot be had. */
  probeImage?: string
  /** May pods of learners reach addresses outside the cluster? */
  internet?: boolean
  /** Shared also where nothing keeps learners' pods apart: whoever says so knows why. */
  withoutWall?: boolean
  /** The machine of a learner's terminals, in `shared`; without it their shell is ours. */
  toolbox?: ToolboxSettings
  /** How many sandboxes may have namespaces at once; any number unless given. */
  limit?: number
  /** Milliseconds after their last use that namespaces are taken away; never unless given. */
  expireAfter?: number
  /** Told when something failed that is tried again. */
  onTrouble?: (what: string, error: unknown) => void
}

export type Settings = Required<Omit<KubernetesOptions, 'directory' | 'config' | 'probeImage' | 'toolbox'>> &
  Pick<KubernetesOptions, 'directory' | 'toolbox'>

export const settingsOf = ({
  config: _,
  controlNamespace = defaultControlNamespace,
  startTimeout = 120_000,
  limit = Number.POSITIVE_INFINITY,
  expireAfter = Number.POSITIVE_INFINITY,
  onTrouble = () => {},
  internet = false,
  withoutWall = false,
  ...rest
}: KubernetesOptions): Settings => ({
  ...rest,
  ...{ controlNamespace, startTimeout, limit, expireAfter, onTrouble, internet, withoutWall },
})

/** A probe costs the cluster some 50 thousandths of a core's second, and to begin an exec as much as two of them. */
const execsPerCore = 6

export const capabilitiesOf = ({ tenancy, probeImage }: KubernetesOptions, cores: number): Capabilities => ({
  cniSwitchable: false,
  externalHosts: false,
  flowLog: false,
  makesNamespaces: tenancy === 'own',
  probeTimeout: 1_000,
  probesAtOnce: Number.POSITIVE_INFINITY,
  execsAtOnce: Math.max(execsPerCore, Math.floor(cores * execsPerCore)),
  ...(probeImage && { probeImage }),
})
