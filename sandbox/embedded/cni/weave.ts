import { agent, serviceAccount } from './objects'
import type { CniProfile } from './profile'

const version = '2.8.1'

/** Weave Net with weave-npc: iptables and ipsets; dropped, and open connections kept. */
export const weave: CniProfile = {
  name: 'weave',
  enforces: true,
  denial: 'dropped',
  established: 'kept',
  noAddress: 'no-route',
  noEndpoints: 'refused',
  manifest: [
    serviceAccount('weave-net'),
    agent({
      name: 'weave-net',
      labels: { name: 'weave-net' },
      images: {
        weave: `docker.io/weaveworks/weave-kube:${version}`,
        'weave-npc': `docker.io/weaveworks/weave-npc:${version}`,
      },
    }),
  ],
  nodeAnnotations: () => ({}),
  agent: 'weaveworks/weave-npc',
}
