export type { ContainerSession, ContainerStreams, Kubelet, Workload } from './kubelet'
export { nodeName } from './node-name'
export { type Node, startNode } from './start-node'
