import type { V1Pod } from '@kubernetes/client-node'

/** Not ended and not being deleted: what a workload counts as one of its replicas. */
export const isActive = ({ status, metadata }: V1Pod): boolean =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && !metadata?.deletionTimestamp

export const isReady = ({ status }: V1Pod): boolean =>
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
