import type { KubernetesObject, V1Pod, V1ResourceQuota } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { namespace, startTestNode } from '../kubelet/node/node.fixture'
import { checks } from './pod-security/checks'
import { podSecurityWarnings } from './pod-security/pod-security'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

const create = (resource: string, kind: string, name: string, spec: object, home = namespace) =>
  lab.registry.create(resource, {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: home },
    spec,
  } as KubernetesObject)
const newNamespace = (name: string, labels: Record<string, string> = {}) =>
  lab.registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
const pod = (name: string, home: string, resources: object = {}, spec: object = {}) =>
  create(
    'pods',
    'Pod',
    name,
    { containers: [{ name: 'main', image: 'nginx', resources }], ...spec },
    home,
  ) as V1Pod

describe('a quota', () => {
  it('counts, and refuses what does not fit, in the words of the real server', async () => {
    newNamespace('counted')
    create(
      'resourcequotas',
      'ResourceQuota',
      'rq',
      { hard: { pods: '1', 'requests.cpu': '1', services: '0', 'count/deployments.apps': '0' } },
      'counted',
    )
    expect(() => pod('a', 'counted')).toThrow(
      'pods "a" is forbidden: failed quota: rq: must specify requests.cpu for: main',
    )
    expect(() => pod('a', 'counted', { requests: { cpu: '2' } })).toThrow(
      'pods "a" is forbidden: exceeded quota: rq, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
    )
    pod('a', 'counted', { requests: { cpu: '100m' } })
    expect(() => create('services', 'Service', 's', { ports: [{ port: 80 }] }, 'counted')).toThrow(
      'services "s" is forbidden: exceeded quota: rq, requested: services=1, used: services=0, limited: services=0',
    )
    // Admission does not know that there is one of this name.
    expect(() => pod('a', 'counted', { requests: { cpu: '100m' } })).toThrow(
      'pods "a" is forbidden: exceeded quota: rq, requested: pods=1, used: pods=1, limited: pods=1',
    )
    await new Promise(resolve => setImmediate(resolve))
    const quota = lab.registry.get<V1ResourceQuota>('resourcequotas', 'counted', 'rq')
    expect(quota.status?.used).toEqual({
      pods: '1',
      'requests.cpu': '100m',
      services: '0',
      'count/deployments.apps': '0',
    })
  })
})

describe('a limit range', () => {
  it('gives defaults and refuses what is beyond', () => {
    newNamespace('limited')
    create(
      'limitranges',
      'LimitRange',
      'lr',
      {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m' },
            defaultRequest: { cpu: '100m' },
            max: { cpu: '1', memory: '512Mi' },
            min: { cpu: '50m' },
          },
          { type: 'Pod', max: { memory: '1Gi' } },
        ],
      },
      'limited',
    )
    const made = pod('defaulted', 'limited')
    expect(made.spec?.containers[0]?.resources).toEqual({
      limits: { cpu: '500m', memory: '512Mi' },
      requests: { cpu: '100m', memory: '512Mi' },
    })
    expect(made.metadata?.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for container main',
    )
    expect(() => pod('small', 'limited', { requests: { cpu: '10m' } })).toThrow(
      'pods "small" is forbidden: minimum cpu usage per Container is 50m, but request is 10m',
    )
  })
})

describe('Pod Security', () => {
  it('tells who tightens it which pods would not be let in any more', () => {
    const enforce = 'pod-security.kubernetes.io/enforce'
    const tighten = (level: string) => {
      const told: string[] = []
      const change = (object: KubernetesObject) => {
        object.metadata!.labels = { ...object.metadata!.labels, [enforce]: level }
      }
      lab.registry.modify('namespaces', '', 'tightened', change, { warn: text => told.push(text) })
      return told
    }
    newNamespace('tightened')
    pod('b', 'tightened')
    pod('a', 'tightened')
    pod('host', 'tightened', {}, { hostNetwork: true })
    expect(tighten('baseline')).toEqual([
      'existing pods in namespace "tightened" violate the new PodSecurity enforce level "baseline:latest"',
      'host: host namespaces',
    ])
    const unset =
      'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile'
    expect(tighten('restricted')).toEqual([
      'existing pods in namespace "tightened" violate the new PodSecurity enforce level "restricted:latest"',
      `a (and 1 other pod): ${unset}`,
      `host: host namespaces, ${unset}`,
    ])
    expect(tighten('baseline')).toEqual([])
  })

  it('refuses what the namespace does not allow', () => {
    newNamespace('guarded', { 'pod-security.kubernetes.io/enforce': 'baseline' })
    const privileged = { containers: [{ name: 'a', image: 'nginx', securityContext: { privileged: true } }] }
    expect(() => pod('priv', 'guarded', {}, privileged)).toThrow(
      'pods "priv" is forbidden: violates PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)',
    )
    expect(pod('plain', 'guarded').metadata?.name).toBe('plain')
    const debug = () =>
      lab.registry.modify<V1Pod>(
        'pods',
        'guarded',
        'plain',
        object => {
          object.spec!.ephemeralContainers = [
            { name: 'b', image: 'nginx', securityContext: { privileged: true } },
          ]
        },
        { subresource: 'ephemeralcontainers' },
      )
    expect(debug).toThrow('pods "plain" is forbidden: violates PodSecurity "baseline:latest": privileged')
  })

  it('warns of makers, too', () => {
    newNamespace('warned', { 'pod-security.kubernetes.io/warn': 'restricted' })
    const template = { spec: { containers: [{ name: 'nginx', image: 'nginx' }] } }
    const deployment = { kind: 'Deployment', spec: { template } } as KubernetesObject
    expect(podSecurityWarnings(lab.registry, 'warned', deployment)).toEqual([
      'would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "nginx" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "nginx" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "nginx" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "nginx" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ])
    expect(podSecurityWarnings(lab.registry, namespace, deployment)).toEqual([])
  })

  const told = (level: 'baseline' | 'restricted', spec: object) =>
    checks[level]
      .flatMap(check => check({ containers: [], ...spec }) ?? [])
      .map(({ reason, detail }) => `${reason} (${detail})`)

  test('host namespaces, paths, ports and capabilities', () => {
    expect(
      told('baseline', {
        hostNetwork: true,
        hostPID: true,
        volumes: [{ name: 'h', hostPath: { path: '/' } }],
        containers: [
          {
            name: 'a',
            image: 'nginx',
            ports: [{ containerPort: 80, hostPort: 80 }],
            securityContext: { capabilities: { add: ['NET_ADMIN', 'CHOWN'] } },
          },
        ],
      }),
    ).toEqual([
      'non-default capabilities (container "a" must not include "NET_ADMIN" in securityContext.capabilities.add)',
      'host namespaces (hostNetwork=true, hostPID=true)',
      'hostPath volumes (volume "h")',
      'hostPort (container "a" uses hostPort 80)',
    ])
  })
})
