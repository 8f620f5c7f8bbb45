import { probeContainerPrefix } from '../grader/probes/probe-container'

/** What every object of ours on a real cluster carries, so that it is known after a restart and to admission policies. */
export const labels = {
  managedBy: 'app.kubernetes.io/managed-by',
  /** The id of the sandbox that it belongs to. */
  sandbox: 'netpol-lab.dev/sandbox',
  /** On namespaces: the name that the lesson gives it, `netpol-demo` of `netpol-demo-ab12`. */
  name: 'netpol-lab.dev/name',
  role: 'netpol-lab.dev/role',
  /** On namespaces: the control namespace of whoever made them, for a cluster with more than one installation. */
  control: 'netpol-lab.dev/control',
} as const

/** The value of `labels.managedBy`. */
export const manager = 'netpol-lab'

/** Values of `labels.role`: on namespaces the first three, on pods of the control namespace the last. */
export type Role = 'learner' | 'control' | 'canary' | 'toolbox'

/** Where toolboxes and the learners' ServiceAccounts are, unless set otherwise. */
export const defaultControlNamespace = 'netpol-lab'

/** A name of a lesson as it is on a cluster that many share. */
export const sharedName = (name: string, sandbox: string): string => `${name}-${sandbox}`

/** A learner's ServiceAccount in the control namespace. */
export const learnerAccount = (sandbox: string): string => `learner-${sandbox}`

/** Selects everything of ours, of one sandbox or of all. */
export const ownSelector = (sandbox?: string): string =>
  [`${labels.managedBy}=${manager}`, ...(sandbox === undefined ? [] : [`${labels.sandbox}=${sandbox}`])].join(
    ',',
  )

/** Selects a cluster's namespaces of its only learner (`own`): no other installation's, and none that many share. */
const onlyLearners = (controlNamespace: string): string =>
  [ownSelector(), `!${labels.sandbox}`, `${labels.control}=${controlNamespace}`].join(',')

/** Selects the namespaces of one sandbox; without one, those of the only learner of a cluster. */
export const namespaceSelector = (sandbox: string | undefined, controlNamespace: string): string =>
  `${sandbox === undefined ? onlyLearners(controlNamespace) : ownSelector(sandbox)},${labels.role}=learner`

/** Labels of an object of ours. */
export const ownLabels = (role: Role, sandbox?: string, name?: string): Record<string, string> => ({
  [labels.managedBy]: manager,
  [labels.role]: role,
  ...(sandbox !== undefined && { [labels.sandbox]: sandbox }),
  ...(name !== undefined && { [labels.name]: name }),
})

/** The grader's containers begin with it. */
export const probePrefix = probeContainerPrefix
