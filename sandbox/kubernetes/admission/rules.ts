import { graderMark, graderName } from '../../grader/counterexample/mark'
import { labels, manager, probePrefix } from '../labels'

/** What one ValidatingAdmissionPolicy refuses, in CEL (kubernetes.io/docs/reference/using-api/cel). */
export type AdmissionRule = {
  name: string
  groups: readonly string[]
  resources: readonly string[]
  operations: readonly ('CREATE' | 'UPDATE' | 'CONNECT')[]
  /** Is it about the objects of a sandbox's namespaces, or about these namespaces themselves? */
  about: 'objects' | 'namespaces'
  variables?: Readonly<Record<string, string>>
  validations: readonly { expression: string; message: string }[]
}

const prefix = `'${probePrefix}'`
const anyWorkload = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs']

/** A map of the old or the new object, if it has it. */
const mapOf = (object: string, field: string) =>
  `has(${object}.metadata.${field}) ? ${object}.metadata.${field} : {}`
const oldMapOf = (field: string) => `oldObject == null ? {} : (${mapOf('oldObject', field)})`
const mapsOf = {
  labels: mapOf('object', 'labels'),
  oldLabels: oldMapOf('labels'),
  annotations: mapOf('object', 'annotations'),
  oldAnnotations: oldMapOf('annotations'),
}

/** Of the keys for which `guarded` holds, none is added, changed or taken away. */
const unchanged = (now: string, before: string, guarded: string) =>
  `${now}.all(k, !(${guarded}) || (k in ${before} && ${before}[k] == ${now}[k])) && ` +
  `${before}.all(k, !(${guarded}) || k in ${now})`
const ownKey = `k.startsWith('netpol-lab.dev/')`
const isValue = (map: string, ...values: string[]) =>
  `(k == '${labels.managedBy}' && ${map}[k] in [${values.map(one => `'${one}'`).join(', ')}])`
const marks = Object.values(graderMark)

/** Every list of containers of a pod, as one. */
const containers =
  'object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])'

/** Where a container can have the node's kubelet call any address it likes. */
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map(probe => `c.${probe}`)
const hooks = ['postStart', 'preStop'].map(hook => `c.lifecycle.${hook}`)
const handlers = (holder: string) =>
  ['httpGet', 'tcpSocket'].map(
    kind => `(has(${holder}.${kind}) && has(${holder}.${kind}.host) && ${holder}.${kind}.host != '' )`,
  )
const callsElsewhere = [
  ...probes.map(probe => `(has(${probe}) && (${handlers(probe).join(' || ')}))`),
  ...hooks.map(hook => `(has(c.lifecycle) && has(${hook}) && (${handlers(hook).join(' || ')}))`),
].join(' || ')

/** Of what a pod may mount; the others let the node mount something for it. */
const volumes = [
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]

const reserved = `Containers whose name begins with ${probePrefix} are the grader's: take another name.`

export const admissionRules: readonly AdmissionRule[] = [
  {
    name: 'namespaces',
    groups: [''],
    resources: ['namespaces'],
    operations: ['UPDATE'],
    about: 'namespaces',
    variables: { labels: mapsOf.labels, oldLabels: mapsOf.oldLabels },
    validations: [
      {
        expression: unchanged(
          'variables.labels',
          'variables.oldLabels',
          `${ownKey} || k.startsWith('pod-security.kubernetes.io/') || k == '${labels.managedBy}'`,
        ),
        message:
          'The labels netpol-lab.dev/…, pod-security.kubernetes.io/… and app.kubernetes.io/managed-by of this namespace stay as they are: they keep learners apart. All others are yours.',
      },
    ],
  },
  {
    name: 'marks',
    groups: ['', 'apps', 'batch', 'networking.k8s.io'],
    resources: [
      'pods',
      'services',
      'configmaps',
      'secrets',
      'serviceaccounts',
      'networkpolicies',
      ...anyWorkload.filter(resource => resource !== 'replicasets'),
    ],
    operations: ['CREATE', 'UPDATE'],
    about: 'objects',
    variables: mapsOf,
    validations: [
      {
        expression: `${unchanged('variables.labels', 'variables.oldLabels', ownKey)} && ${unchanged('variables.annotations', 'variables.oldAnnotations', ownKey)}`,
        message: 'Labels and annotations netpol-lab.dev/… are the platform’s own: leave them as they are.',
      },
      {
        expression: [
          `variables.labels.all(k, !${isValue('variables.labels', manager)} || (k in variables.oldLabels && variables.oldLabels[k] == variables.labels[k]))`,
          `variables.annotations.all(k, !${isValue('variables.annotations', manager, ...marks)} || (k in variables.oldAnnotations && variables.oldAnnotations[k] == variables.annotations[k]))`,
        ].join(' && '),
        message: `${labels.managedBy} may name whom you like, but not ${[manager, ...marks].join(' or ')}: those are who the platform knows its own by.`,
      },
      {
        expression: `oldObject != null || !has(object.metadata.name) || object.metadata.name != '${graderName}'`,
        message: `The name ${graderName} is the grader's: take another.`,
      },
    ],
  },
  {
    name: 'pods',
    groups: [''],
    resources: ['pods'],
    operations: ['CREATE'],
    about: 'objects',
    variables: { containers, volumes: 'has(object.spec.volumes) ? object.spec.volumes : []' },
    validations: [
      {
        expression: '!has(object.spec.shareProcessNamespace) || !object.spec.shareProcessNamespace',
        message:
          'shareProcessNamespace is not for here: the containers of a pod would see the grader’s processes.',
      },
      {
        expression: `variables.containers.all(c, !c.name.startsWith(${prefix}))`,
        message: reserved,
      },
      {
        expression: `variables.volumes.all(v, ${volumes.map(kind => `has(v.${kind})`).join(' || ')})`,
        message: `Volumes may be ${volumes.join(', ')}: others are mounted by the node itself.`,
      },
      {
        expression: `variables.containers.all(c, !(${callsElsewhere}))`,
        message:
          'A probe or hook with a host makes the node call that host: leave host out, it then means the pod itself.',
      },
    ],
  },
  {
    // That one cannot target the grader's, Kubernetes itself sees to: only a pod's own containers can be.
    name: 'ephemeral-containers',
    groups: [''],
    resources: ['pods/ephemeralcontainers'],
    operations: ['UPDATE'],
    about: 'objects',
    variables: {
      before:
        'has(oldObject.spec.ephemeralContainers) ? oldObject.spec.ephemeralContainers.map(c, c.name) : []',
      added:
        'has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers.filter(c, !(c.name in variables.before)) : []',
    },
    validations: [{ expression: `variables.added.all(c, !c.name.startsWith(${prefix}))`, message: reserved }],
  },
  {
    name: 'connections',
    groups: [''],
    resources: ['pods/exec', 'pods/attach'],
    operations: ['CONNECT'],
    about: 'objects',
    validations: [
      {
        expression: `!has(object.container) || !object.container.startsWith(${prefix})`,
        message: 'The grader’s containers cannot be entered: choose another container of the pod.',
      },
      {
        expression: `request.name != '${graderName}'`,
        message: 'This pod is the grader’s, and gone in a moment: it cannot be entered.',
      },
    ],
  },
  {
    name: 'services',
    groups: [''],
    resources: ['services'],
    operations: ['CREATE', 'UPDATE'],
    about: 'objects',
    validations: [
      {
        expression: '!has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0',
        message: 'externalIPs would take traffic that is meant for others: leave them out.',
      },
    ],
  },
]
