export { type CompleterOptions, createKubectlCompleter } from './completion/complete'
export { createKubectl, type KubectlOptions } from './kubectl'
