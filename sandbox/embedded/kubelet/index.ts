export type { ContainerSession, ContainerStreams, Kubelet, Workload } from './kubelet'
export { nodeName } from './node-name'
export { type Nodes, startNodes } from './start-nodes'
