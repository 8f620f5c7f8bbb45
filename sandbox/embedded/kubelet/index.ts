export type { ContainerSession, ContainerStreams, Kubelet, Workload } from './kubelet'
export { nodeName } from './node/node-name'
export { type Nodes, startNodes } from './node/start-nodes'
