import type { Descriptions } from '.'

const core = 'io.k8s.api.core.v1'

export const pods: Descriptions = {
  [`${core}.Pod`]: { '': 'Containers that run together on one node, with one address.' },
  [`${core}.PodSpec`]: {
    '': 'What runs in a pod, and how.',
    activeDeadlineSeconds: 'How long the pod may run before it counts as failed.',
    automountServiceAccountToken: "Whether the containers find the service account's token in their files.",
    containers: 'What runs in the pod. There must be one at least, and it cannot be changed which there are.',
    dnsPolicy:
      'Where names are looked up: ClusterFirst (the default), Default, ClusterFirstWithHostNet or None.',
    ephemeralContainers: 'Containers that were added to the running pod, to look into it.',
    hostNetwork:
      "Whether the pod uses its node's network. Network policies do not select such pods by their labels.",
    hostname: 'The name that the pod calls itself.',
    imagePullSecrets: 'Secrets with which images are pulled.',
    initContainers: 'What runs first, one after the other, before the containers.',
    nodeName: 'The node that the pod runs on; the scheduler sets it.',
    nodeSelector: 'Labels that the node must have.',
    restartPolicy: 'What happens when a container ends: Always (the default), OnFailure or Never.',
    securityContext: 'As whom the containers run and what they may do.',
    serviceAccountName: 'The account that the pod acts as.',
    terminationGracePeriodSeconds:
      'How long the containers have to end after they were asked to. 30 if it is missing.',
    tolerations: 'Taints of nodes that the pod puts up with.',
    volumes: 'Files that containers can mount.',
  },
  [`${core}.Container`]: {
    '': 'One program in a pod, with files of its own.',
    args: "The command's arguments. Missing: those of the image.",
    command: 'The program to run. Missing: that of the image.',
    env: 'Variables of the environment.',
    image: 'What the container is made from, e.g. nginx:1.27.',
    imagePullPolicy: 'When the image is pulled: Always, IfNotPresent or Never.',
    livenessProbe: 'Asks now and then whether the container is alive; if not, it is started anew.',
    name: 'The name of the container, unique in its pod.',
    ports:
      'Ports that the container listens on. To leave one out does not close it; a name makes it known to policies and services.',
    readinessProbe: 'Asks now and then whether the container can serve; if not, services leave the pod out.',
    resources: 'How much it needs and may use.',
    securityContext: 'As whom the container runs and what it may do.',
    startupProbe: 'Asks whether the container has started, before the other probes begin.',
    stdin: 'Whether something can be typed into it.',
    tty: 'Whether it has a terminal.',
    volumeMounts: 'Where the volumes of the pod are seen.',
    workingDir: 'The directory that the command starts in.',
  },
  [`${core}.ContainerPort`]: {
    '': 'A port that a container listens on.',
    containerPort: 'Its number, 1 to 65535.',
    hostPort: 'The port of the node that leads to it.',
    name: 'Its name, by which policies and services can mean it.',
    protocol: 'TCP, UDP or SCTP. Missing: TCP.',
  },
  [`${core}.PodStatus`]: {
    conditions: 'How far the pod is: scheduled, initialized, ready.',
    containerStatuses: 'What each container is doing.',
    hostIP: "The node's address.",
    phase: 'Pending, Running, Succeeded, Failed or Unknown.',
    podIP: "The pod's address, as soon as it has one.",
    podIPs: "The pod's addresses, one a family.",
    reason: 'Why the pod is as it is, in one word.',
    startTime: 'When the node took the pod.',
  },
}
