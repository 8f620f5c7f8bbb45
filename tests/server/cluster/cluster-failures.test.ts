import { startCluster } from '@/sandbox/kubernetes/cluster.fixture'
import { tryFailures } from './cluster-failures.trial'

tryFailures('a cluster whose API server fails', startCluster, {
  ...{ patience: 120_000, rest: 1_000, withoutWall: true },
})
