import type { CniProfile } from './profile'

/** No plug-in of its own (`minikube start --cni=false`): a plain bridge, and nobody who reads policies. */
export const none: CniProfile = {
  name: 'none',
  enforces: false,
  denial: 'dropped',
  established: 'kept',
  noAddress: 'no-route',
  noEndpoints: 'refused',
  manifest: [],
  nodeAnnotations: () => ({}),
}
