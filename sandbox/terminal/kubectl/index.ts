export { createKubectl, type KubectlOptions } from './kubectl'
