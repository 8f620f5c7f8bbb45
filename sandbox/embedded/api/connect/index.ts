export { connectAttach, connectExec } from './exec'
export { connectLog } from './log'
export { connectPortForward } from './port-forward'
