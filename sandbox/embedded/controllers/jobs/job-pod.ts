import type { V1Container, V1Job, V1Pod } from '@kubernetes/client-node'
import { copyJson } from '../../api/copy'
import { indexAnnotation } from './indexes'

/** On pods that the job has not counted yet: nobody can take them away before. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking'

const indexVariable = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${indexAnnotation}']` } },
}

const withIndex = (containers: V1Container[] | undefined) =>
  containers?.map(container =>
    container.env?.some(({ name }) => name === indexVariable.name)
      ? container
      : { ...container, env: [...(container.env ?? []), copyJson(indexVariable)] },
  )

/** What a job's pod has beside its template; an indexed one its index, as name, label, variable. */
export function asJobPod(pod: V1Pod, job: V1Job, index: number | undefined): void {
  const metadata = pod.metadata!
  metadata.finalizers = [...(metadata.finalizers ?? []), trackingFinalizer]
  if (index === undefined) return
  const name = `${job.metadata?.name}-${index}`
  metadata.generateName = `${name}-`
  metadata.annotations = { ...metadata.annotations, [indexAnnotation]: String(index) }
  metadata.labels = { ...metadata.labels, [indexAnnotation]: String(index) }
  const spec = pod.spec!
  spec.hostname = name
  spec.containers = withIndex(spec.containers)!
  if (spec.initContainers) spec.initContainers = withIndex(spec.initContainers)!
}
