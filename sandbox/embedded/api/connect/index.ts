export { connectAttach, connectExec } from './exec'
export { connectLog } from './log'
export { connectPortForward } from './port-forward'
export { guardProbeContainers } from './probe-containers'
