import { ofDaemonSet, systemPod } from './agent'
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
  namespaces: [],
  pods: [
    systemPod({
      name: 'weave-net-b6xjd',
      labels: { name: 'weave-net', ...ofDaemonSet('5d8c7b4f6d') },
      images: {
        weave: `docker.io/weaveworks/weave-kube:${version}`,
        'weave-npc': `docker.io/weaveworks/weave-npc:${version}`,
      },
    }),
  ],
  nodeAnnotations: {},
  agent: 'weaveworks/weave-npc',
}
