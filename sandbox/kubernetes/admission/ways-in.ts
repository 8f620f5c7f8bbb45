import type { KubernetesClient } from '../../client'
import { graderMark } from '../../grader/counterexample/mark'
import { createCollector } from '../../process'
import { labels, probePrefix } from '../labels'

/** Who refuses: RBAC, Kubernetes' validation, Pod Security, or the ValidatingAdmissionPolicies. */
export type Guard = 'rbac' | 'validation' | 'pod-security' | 'policy'

/** What there is to break into. */
export type Target = {
  /** The learner's own namespace, with a pod `web` that has a probe container. */
  own: string
  /** Another of the learner's own, without Pod Security. */
  bare: string
  other: string
  control: string
  node: string
  /** The learner's account and the other learner's. */
  account: string
  otherAccount: string
}

export type WayIn = {
  title: string
  guard: Guard
  attempt(learner: KubernetesClient, target: Target): Promise<unknown>
}

export const image = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'
export const podOf = (name: string, spec: object = {}, metadata: object = {}, container: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image, command: ['/agnhost', 'netexec'], ...container }],
    ...spec,
  },
})
const merge = { contentType: 'application/merge-patch+json' }
const namespacePath = (name: string) => `/api/v1/namespaces/${name}`
const pods = (namespace: string) => `${namespacePath(namespace)}/pods`

const relabel =
  (given: Record<string, string | null>) =>
  (learner: KubernetesClient, { own }: Target) =>
    learner.request('PATCH', namespacePath(own), { ...merge, body: { metadata: { labels: given } } })
const run =
  (...given: Parameters<typeof podOf>) =>
  (learner: KubernetesClient, { own }: Target) =>
    learner.request('POST', pods(own), { body: podOf(...given) })
/** Where Pod Security of a later version than 1.33 would refuse it first. */
const runBare =
  (...given: Parameters<typeof podOf>) =>
  (learner: KubernetesClient, { bare }: Target) =>
    learner.request('POST', pods(bare), { body: podOf(...given) })
const debug =
  (container: object) =>
  (learner: KubernetesClient, { own }: Target) =>
    learner.request('PATCH', `${pods(own)}/web/ephemeralcontainers`, {
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { ephemeralContainers: [{ image, command: ['/agnhost', 'pause'], ...container }] } },
    })
const read = (path: (target: Target) => string) => (learner: KubernetesClient, target: Target) =>
  learner.request('GET', path(target))
const streams = () => ({ stdout: createCollector(10_000), stderr: createCollector(10_000) })
const enter =
  (namespace: 'own' | 'other' | 'control', pod: string, container: string) =>
  (learner: KubernetesClient, target: Target) =>
    learner.exec({ namespace: target[namespace], pod, container, command: ['/agnhost', '--help'] }, streams())

const way = (title: string, guard: Guard, attempt: WayIn['attempt']): WayIn => ({ title, guard, attempt })

/** Each way that a learner might try. */
export const waysIn: readonly WayIn[] = [
  way(
    'weaken Pod Security of the own namespace',
    'policy',
    relabel({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  ),
  way(
    'take Pod Security off the own namespace',
    'policy',
    relabel({ 'pod-security.kubernetes.io/enforce': null }),
  ),
  way('move the own namespace to another sandbox', 'policy', relabel({ [labels.sandbox]: 'other' })),
  way('take the own namespace out of every sandbox', 'policy', relabel({ [labels.sandbox]: null })),
  way('make the own namespace a control namespace', 'policy', relabel({ [labels.role]: 'control' })),
  way('exec into the probe container', 'policy', enter('own', 'web', probePrefix)),
  way('attach to the probe container', 'policy', (learner, { own }) =>
    learner.attach({ namespace: own, pod: 'web', container: probePrefix }, streams()),
  ),
  way(
    'target the probe container with an ephemeral one',
    'validation',
    debug({ name: 'look', targetContainerName: probePrefix }),
  ),
  way('bring a probe container of the own', 'policy', debug({ name: `${probePrefix}-2` })),
  way(
    'run a container that is called like the probe container',
    'policy',
    run('named', {}, {}, { name: probePrefix }),
  ),
  way(
    'share the processes of a pod with its probe container',
    'policy',
    run('shared', { shareProcessNamespace: true }),
  ),
  way(
    'mount a file system by the node',
    'policy',
    run('nfs', { volumes: [{ name: 'v', nfs: { server: '10.0.0.1', path: '/' } }] }),
  ),
  way(
    'have the node call the metadata address by a probe',
    'policy',
    runBare(
      'probe',
      {},
      {},
      { livenessProbe: { httpGet: { host: '169.254.169.254', port: 80, path: '/' } } },
    ),
  ),
  way(
    'have the node call an address by a hook',
    'policy',
    runBare('hook', {}, {}, { lifecycle: { postStart: { tcpSocket: { host: '10.0.0.1', port: 80 } } } }),
  ),
  way('forge a label of the platform', 'policy', run('label', {}, { labels: { [labels.role]: 'toolbox' } })),
  way('forge the mark of the grader', 'policy', run('mark', {}, { annotations: graderMark })),
  way('forge it on a pod that is there', 'policy', (learner, { own }) =>
    learner.request('PATCH', `${pods(own)}/web`, {
      ...merge,
      body: { metadata: { annotations: graderMark } },
    }),
  ),
  way('take addresses of others by a service', 'policy', (learner, { own }) =>
    learner.request('POST', `${namespacePath(own)}/services`, {
      body: { metadata: { name: 'taker' }, spec: { ports: [{ port: 80 }], externalIPs: ['203.0.113.7'] } },
    }),
  ),
  way(
    'mount the node',
    'pod-security',
    run('mount', { volumes: [{ name: 'node', hostPath: { path: '/' } }] }),
  ),
  way('run privileged', 'pod-security', run('privileged', {}, {}, { securityContext: { privileged: true } })),
  way('run in the node’s network', 'pod-security', run('network', { hostNetwork: true })),
  way('run among the node’s processes', 'pod-security', run('processes', { hostPID: true })),
  way(
    'change the network from within',
    'pod-security',
    run('admin', {}, {}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } }),
  ),
  way(
    'bring a privileged ephemeral container',
    'pod-security',
    debug({ name: 'strong', securityContext: { privileged: true } }),
  ),
  way(
    'read another learner’s secrets',
    'rbac',
    read(({ other }) => `${namespacePath(other)}/secrets`),
  ),
  way(
    'read everybody’s secrets',
    'rbac',
    read(() => '/api/v1/secrets'),
  ),
  way(
    'read the control namespace’s secrets',
    'rbac',
    read(({ control }) => `${namespacePath(control)}/secrets`),
  ),
  way(
    'see another learner’s pods',
    'rbac',
    read(({ other }) => pods(other)),
  ),
  way('ask for another learner’s token', 'rbac', (learner, { control, otherAccount }) =>
    learner.request('POST', `${namespacePath(control)}/serviceaccounts/${otherAccount}/token`, {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    }),
  ),
  way('ask for the token of an account of the cluster', 'rbac', learner =>
    learner.request('POST', `${namespacePath('kube-system')}/serviceaccounts/default/token`, {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    }),
  ),
  way(
    'ask the kubelet through the API server',
    'rbac',
    read(({ node }) => `/api/v1/nodes/${node}/proxy/pods`),
  ),
  way(
    'list nodes',
    'rbac',
    read(() => '/api/v1/nodes'),
  ),
  way(
    'forward a port of a toolbox',
    'rbac',
    read(({ control }) => `${pods(control)}/toolbox/portforward?ports=80`),
  ),
  way(
    'reach a toolbox through the API server',
    'rbac',
    read(({ control }) => `${pods(control)}/toolbox/proxy/`),
  ),
  way('exec into a toolbox', 'rbac', enter('control', 'toolbox', 'main')),
  way('exec into another learner’s pod', 'rbac', enter('other', 'web', 'main')),
  way('delete a toolbox', 'rbac', (learner, { control }) =>
    learner.request('DELETE', `${pods(control)}/toolbox`),
  ),
  way('make a namespace', 'rbac', learner =>
    learner.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'brave-new' } } }),
  ),
  way('give rights to oneself', 'rbac', (learner, { own, account, control }) =>
    learner.request('POST', `/apis/rbac.authorization.k8s.io/v1/namespaces/${own}/rolebindings`, {
      body: {
        metadata: { name: 'mine' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace: control }],
      },
    }),
  ),
  way('take a policy of these away', 'rbac', learner =>
    learner.request(
      'DELETE',
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/netpol-lab-pods',
    ),
  ),
  way(
    'see who else is here',
    'rbac',
    read(() => '/api/v1/namespaces'),
  ),
]
