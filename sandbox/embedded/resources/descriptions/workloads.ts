import type { Descriptions } from '.'

const apps = 'io.k8s.api.apps.v1'
const core = 'io.k8s.api.core.v1'

export const workloads: Descriptions = {
  [`${apps}.Deployment`]: {
    '': 'Keeps a number of equal pods running, and replaces them step by step when their template changes.',
  },
  [`${apps}.DeploymentSpec`]: {
    minReadySeconds: 'How long a pod must have been ready to count as available.',
    paused: 'Whether changes of the template wait.',
    progressDeadlineSeconds: 'How long nothing may happen before the rollout counts as failed.',
    replicas: 'How many pods there are to be. 1 if it is missing.',
    revisionHistoryLimit: 'How many old replica sets are kept.',
    selector: "The pods that belong to it. It must match the template's labels, and cannot be changed.",
    strategy: 'How pods are replaced.',
    template: 'What the pods are made from.',
  },
  [`${apps}.DeploymentStrategy`]: {
    rollingUpdate: 'How many pods more or fewer there may be meanwhile.',
    type: 'RollingUpdate (the default) or Recreate.',
  },
  [`${apps}.ReplicaSet`]: { '': 'Keeps a number of equal pods running.' },
  [`${core}.PodTemplateSpec`]: {
    '': 'What a pod is made from.',
    metadata: 'The labels and annotations of the pods.',
    spec: 'What runs in the pods.',
  },
}
