import type { V1Lease, V1Node } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { timestamp } from '../timestamp'

const leases = 'coordination.k8s.io/leases'
const namespace = 'kube-node-lease'
/** How often the kubelet reports a status that is the same (nodeStatusReportFrequency). The lease comes with it. */
const reportPeriod = 5 * 60_000

/** Microseconds, as a lease has them. */
const renewTime = () => new Date().toISOString().replace(/Z$/, '000Z') as unknown as V1MicroTime
type V1MicroTime = NonNullable<NonNullable<V1Lease['spec']>['renewTime']>

/** Says that the node is alive, and when somebody cordons it. */
export function startNodeStatus(registry: Registry, nodeName: string): Disposable {
  const node = () => registry.find<V1Node>('nodes', '', nodeName)
  const renew = () => {
    const spec = { holderIdentity: nodeName, leaseDurationSeconds: 40, renewTime: renewTime() }
    const { uid } = node()?.metadata ?? {}
    if (!uid) return
    if (registry.find(leases, namespace, nodeName))
      registry.modify<V1Lease>(leases, namespace, nodeName, lease => {
        lease.spec = spec
      })
    else
      registry.create<V1Lease>(leases, {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: {
          name: nodeName,
          namespace,
          ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid }],
        },
        spec,
      })
  }
  const report = () => {
    renew()
    if (!node()) return
    registry.modify<V1Node>(
      'nodes',
      '',
      nodeName,
      ({ status }) => {
        for (const condition of status?.conditions ?? []) condition.lastHeartbeatTime = timestamp()
      },
      { subresource: 'status' },
    )
  }
  const watch = registry.watch<V1Node>('nodes', ({ type, object, previous }) => {
    if (object.metadata?.name !== nodeName) return
    const [now, before] = [object, previous as V1Node | undefined].map(one => one?.spec?.unschedulable)
    if (type === 'ADDED') queueMicrotask(renew)
    if (!previous || Boolean(now) === Boolean(before)) return
    const reason = now ? 'NodeNotSchedulable' : 'NodeSchedulable'
    queueMicrotask(() =>
      registry.event(object, {
        type: 'Normal',
        reason,
        message: `Node ${object.metadata?.name} status is now: ${reason}`,
        component: 'kubelet',
        host: nodeName,
      }),
    )
  })
  const timer = setInterval(report, reportPeriod)
  timer.unref()
  return {
    dispose() {
      clearInterval(timer)
      watch.dispose()
    },
  }
}
