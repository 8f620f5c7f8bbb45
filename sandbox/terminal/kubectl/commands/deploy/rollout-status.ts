import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node'
import type { KubeObject, Wire } from '../../object'

export type RolloutStatus = { message: string; done: boolean }

const rollingUpdateOnly = 'rollout status is only available for RollingUpdate strategy type'

function ofDeployment({ metadata, spec, status: now }: Wire<V1Deployment>): RolloutStatus {
  const name = metadata?.name ?? ''
  const wanted = spec?.replicas ?? 1
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = now ?? {}
  if ((metadata?.generation ?? 0) > observedGeneration) {
    return { message: 'Waiting for deployment spec update to be observed...\n', done: false }
  }
  const progressing = now?.conditions?.find(({ type }) => type === 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    throw new Error(`deployment ${JSON.stringify(name)} exceeded its progress deadline`)
  }
  const waiting = (what: string) => ({
    message: `Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${what}...\n`,
    done: false,
  })
  if (updatedReplicas < wanted)
    return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`)
  if (replicas > updatedReplicas)
    return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas) {
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  }
  return { message: `deployment ${JSON.stringify(name)} successfully rolled out\n`, done: true }
}

function ofDaemonSet({ metadata, spec, status: now }: Wire<V1DaemonSet>): RolloutStatus {
  const name = JSON.stringify(metadata?.name ?? '')
  if (spec?.updateStrategy?.type !== 'RollingUpdate') throw new Error(rollingUpdateOnly)
  if ((metadata?.generation ?? 0) > (now?.observedGeneration ?? 0))
    return { message: 'Waiting for daemon set spec update to be observed...\n', done: false }
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = now ?? {}
  const waiting = (what: string) => ({
    message: `Waiting for daemon set ${name} rollout to finish: ${what}...\n`,
    done: false,
  })
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`)
  if (numberAvailable < desiredNumberScheduled)
    return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`)
  return { message: `daemon set ${name} successfully rolled out\n`, done: true }
}

function ofStatefulSet({ spec, metadata, status: now }: Wire<V1StatefulSet>): RolloutStatus {
  if (spec?.updateStrategy?.type !== 'RollingUpdate') throw new Error(rollingUpdateOnly)
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0 } = now ?? {}
  if (observedGeneration === 0 || (metadata?.generation ?? 0) > observedGeneration)
    return { message: 'Waiting for statefulset spec update to be observed...\n', done: false }
  const replicas = spec.replicas ?? 1
  if (readyReplicas < replicas)
    return { message: `Waiting for ${replicas - readyReplicas} pods to be ready...\n`, done: false }
  const rolling = spec.updateStrategy.rollingUpdate
  if (rolling) {
    const wanted = replicas - (rolling.partition ?? 0)
    return updatedReplicas < wanted
      ? {
          message: `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...\n`,
          done: false,
        }
      : {
          message: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`,
          done: true,
        }
  }
  if (now?.updateRevision !== now?.currentRevision)
    return {
      message: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${now?.updateRevision}...\n`,
      done: false,
    }
  return {
    message: `statefulset rolling update complete ${now?.currentReplicas ?? 0} pods at revision ${now?.currentRevision}...\n`,
    done: true,
  }
}

const viewers: Readonly<Record<string, (object: never) => RolloutStatus>> = {
  DaemonSet: ofDaemonSet,
  Deployment: ofDeployment,
  StatefulSet: ofStatefulSet,
}

/** How far a rollout is (source: kubectl's polymorphichelpers, rollout_status.go). Throws for other kinds. */
export function statusViewer(kind: string): (object: KubeObject) => RolloutStatus {
  if (!Object.hasOwn(viewers, kind)) throw new Error(`no status viewer has been implemented for ${kind}`)
  return object => viewers[kind]!(object as never)
}
