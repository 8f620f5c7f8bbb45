import type { V1Pod } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import { readClusterState } from '../../grader/cluster-state'
import { pause } from '../../grader/pause'
import { tcpProbe } from '../../grader/probes/connect'
import { runCommand } from '../../grader/probes/run'
import { createModel, isWalled } from '../../netpol'
import { ownLabels, sharedName } from '../labels'
import type { Wall } from './wall'

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'
const port = 8080

/** Open, closed by the policies of those whose pods they are, or stopped by the wall. */
export type Verdict = 'open' | 'closed' | 'walled'

/** Two tenants, a control namespace with toolboxes and a namespace of nobody's, with a server in each, to try a wall with. */
export async function makeTenants(api: KubernetesClient, run: string, timeout: number) {
  const one = `one${run}`
  const two = `two${run}`
  const control = `control-${run}`
  const bystander = `bystander-${run}`
  const namespaces = {
    shop: { name: sharedName('shop', one), labels: ownLabels('learner', one, 'shop') },
    pay: { name: sharedName('pay', one), labels: ownLabels('learner', one, 'pay') },
    other: { name: sharedName('shop', two), labels: ownLabels('learner', two, 'shop') },
    control: { name: control, labels: ownLabels('control') },
    bystander: { name: bystander, labels: {} },
  }
  const pods = {
    shop: { namespace: namespaces.shop.name, pod: 'web', labels: {} },
    pay: { namespace: namespaces.pay.name, pod: 'web', labels: {} },
    other: { namespace: namespaces.other.name, pod: 'web', labels: {} },
    bystander: { namespace: bystander, pod: 'web', labels: {} },
    toolbox: { namespace: control, pod: 'toolbox-1', labels: ownLabels('toolbox', one) },
    toolbox2: { namespace: control, pod: 'toolbox-2', labels: ownLabels('toolbox', two) },
  }
  type Name = keyof typeof pods
  const core = { group: '', version: 'v1' }
  const post = (path: string, body: object) => api.request('POST', path, { body })
  const get = async <T>(path: string) => (await api.request<T>('GET', path)).body

  const remove = async () => {
    for (const { name } of Object.values(namespaces))
      await api
        .request('DELETE', resourcePath({ ...core, resource: 'namespaces', name }))
        .catch((error: unknown) => {
          if (!(error instanceof ApiStatusError && error.code === 404)) throw error
        })
  }
  const addresses = new Map<string, string>()
  await Promise.all(
    Object.values(namespaces).map(({ name, labels }) =>
      post(resourcePath({ ...core, resource: 'namespaces' }), { metadata: { name, labels } }),
    ),
  )
  await Promise.all(
    Object.entries(pods).map(async ([key, { namespace, pod, labels }]) => {
      const ref = { ...core, resource: 'pods', namespace }
      await untilThere(() =>
        post(resourcePath(ref), {
          metadata: { name: pod, labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [
              {
                name: 'main',
                image,
                command: ['/agnhost', 'netexec', `--http-port=${port}`],
                securityContext: {},
              },
            ],
          },
        }),
      )
      for (let tries = 0; tries < 600 && !addresses.has(key); tries++) {
        const { status } = await get<V1Pod>(resourcePath({ ...ref, name: pod }))
        const ready = status?.conditions?.some(one => one.type === 'Ready' && one.status === 'True')
        if (ready && status?.podIP) addresses.set(key, status.podIP)
        else await pause(100)
      }
    }),
  )

  const flow = (from: Name, to: Name | { ip: string; port: number }) => {
    const { namespace, pod } = pods[from]
    const target = typeof to === 'string' ? { ip: addresses.get(to) ?? '', port } : to
    return { from: { namespace, pod }, to: { ip: target.ip }, port: target.port, protocol: 'TCP' as const }
  }
  const observe = async (from: Name, to: Name | { ip: string; port: number }) => {
    const { from: place, to: end, port } = flow(from, to)
    const { command, observed } = tcpProbe(end.ip, port, timeout)
    return observed(await runCommand(api, { ...place, container: 'main' }, command)) === 'connected'
  }
  return {
    one,
    two,
    control,
    namespaces,
    remove,
    /** Tries until it is as expected or `patience` milliseconds are over: a network needs its time. Answers the last. */
    async observe(from: Name, to: Name | { ip: string; port: number }, expected: boolean, patience = 15_000) {
      const deadline = Date.now() + patience
      for (;;) {
        const seen = await observe(from, to)
        if (seen === expected || Date.now() > deadline) return seen
        await pause(100)
      }
    },
    /** What the policy engine says of the same flow, with the wall as the wall says it is. */
    async compute(wall: Wall, from: Name, to: Name | { ip: string; port: number }): Promise<Verdict> {
      const state = await readClusterState(api)
      const { allowed, egress, ingress } = createModel({
        ...state,
        ...{ clusterNetworkPolicies: [], adminNetworkPolicies: [] },
        wall: [...wall.model(one), ...wall.model(two)],
      }).verdict(flow(from, to))
      if (allowed) return 'open'
      return isWalled(egress) || isWalled(ingress) ? 'walled' : 'closed'
    },
    apply: (namespace: keyof typeof namespaces, name: string, spec: object) =>
      post(
        resourcePath({
          group: 'networking.k8s.io',
          version: 'v1',
          resource: 'networkpolicies',
          namespace: namespaces[namespace].name,
        }),
        { metadata: { name }, spec },
      ),
    drop: (namespace: keyof typeof namespaces, name: string) =>
      api.request(
        'DELETE',
        resourcePath({
          group: 'networking.k8s.io',
          version: 'v1',
          resource: 'networkpolicies',
          namespace: namespaces[namespace].name,
          name,
        }),
      ),
  }
}

export type Tenants = Awaited<ReturnType<typeof makeTenants>>

/** A new namespace has no ServiceAccount for a moment, and refuses pods. */
async function untilThere(create: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await create()
      return
    } catch (error) {
      if (tries > 100 || !(error instanceof ApiStatusError && error.code === 403)) throw error
      await pause(50)
    }
  }
}
