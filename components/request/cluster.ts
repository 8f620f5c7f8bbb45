import type { ClusterReport } from '@/protocol'
import { request } from './request'

/** Examines the cluster that learners share; takes up to some minutes. */
export const examineCluster = () => request<ClusterReport>('POST', '/cluster/examination')
