import type { AuthenticationV1TokenRequest, KubernetesObject, V1Node, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiStatusError, createClient, type KubernetesClient } from '../../client'
import { graderMark } from '../../grader/counterexample/mark'
import { pause } from '../../grader/pause'
import { probeContainer } from '../../grader/probes/probe-container'
import { createCollector } from '../../process'
import type { ApiAccess } from '../../provider'
import { learnerAccount, manager, ownLabels, probePrefix, sharedName } from '../labels'
import { accessAs } from '../learner/access'
import { learnerRoles, namespaceBinding, namespaceRights } from '../namespaces/rights'
import { type Admission, applyAdmission, removeAdmission } from './apply'
import { type Guard, image, podOf, type Target, waysIn } from './ways-in'

/** How each guard says no. */
const refusals: Readonly<Record<Guard, RegExp>> = {
  rbac: /^[^"]*"?.*is forbidden: User "system:serviceaccount:.* cannot /s,
  'pod-security': /violates PodSecurity "baseline:latest"/,
  validation: /is invalid: .*: Not found: /,
  policy: /ValidatingAdmissionPolicy '/,
}

/** Tries each way in with a learner's token, then that what a learner needs is not refused, then that the platform may. */
export function tryWaysIn(
  title: string,
  open: () => Promise<{ api: KubernetesClient; access: ApiAccess; close: () => Promise<void> }>,
  guards: readonly Guard[],
): void {
  describe(title, () => {
    const id = Math.random().toString(36).slice(2, 7)
    const [one, two] = [`one${id}`, `two${id}`]
    const settings = { controlNamespace: `control-${id}`, name: `trial-${id}`, sandboxes: [one, two] }
    const target: Target = {
      own: sharedName('shop', one),
      bare: sharedName('bare', one),
      other: sharedName('shop', two),
      control: settings.controlNamespace,
      node: '',
      account: learnerAccount(one),
      otherAccount: learnerAccount(two),
    }
    let opened: Awaited<ReturnType<typeof open>>
    let learner: KubernetesClient
    let admission: Admission
    const post = (path: string, body: object) => opened.api.request('POST', path, { body })
    const rbac = '/apis/rbac.authorization.k8s.io/v1'

    beforeAll(async () => {
      opened = await open()
      const { api, access } = opened
      const enforce = { 'pod-security.kubernetes.io/enforce': 'baseline' }
      for (const [name, labels] of [
        [target.control, ownLabels('control')],
        [target.own, { ...ownLabels('learner', one, 'shop'), ...enforce }],
        [target.bare, ownLabels('learner', one, 'bare')],
        [target.other, { ...ownLabels('learner', two, 'shop'), ...enforce }],
      ] as const)
        await post('/api/v1/namespaces', { metadata: { name, labels } })
      for (const name of [target.account, target.otherAccount])
        await post(`/api/v1/namespaces/${target.control}/serviceaccounts`, { metadata: { name } })
      await giveRights()
      const nodes = await api.request<{ items: V1Node[] }>('GET', '/api/v1/nodes')
      target.node = nodes.body.items[0]?.metadata?.name ?? ''
      const token = await api.request<AuthenticationV1TokenRequest>(
        'POST',
        `/api/v1/namespaces/${target.control}/serviceaccounts/${target.account}/token`,
        { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [] } } },
      )
      learner = createClient(accessAs(access, token.body.status?.token ?? ''))
      await run(target.control, podOf('toolbox', {}, { labels: ownLabels('toolbox', one) }))
      await run(target.other, podOf('web'))
      await probeContainer(api, await run(target.own, podOf('web')))
      admission = await applyAdmission(api, settings)
    })
    afterAll(async () => {
      const gone = (path: string) => opened.api.request('DELETE', path).catch(() => {})
      await removeAdmission(opened.api, settings)
      for (const name of [target.own, target.bare, target.other, target.control])
        await gone(`/api/v1/namespaces/${name}`)
      for (const kind of ['clusterrolebindings', 'clusterroles'])
        await gone(`${rbac}/${kind}/netpol-lab-${target.account}`)
      learner?.dispose()
      await opened?.close()
    })

    /** What a learner has on a cluster that many share. */
    async function giveRights() {
      const own = { sandbox: one, controlNamespace: target.control }
      for (const object of learnerRoles) await apply(`${rbac}/clusterroles`, object)
      for (const namespace of [target.own, target.bare])
        await apply(`${rbac}/namespaces/${namespace}/rolebindings`, namespaceBinding(own, namespace, false))
      const [role, binding] = namespaceRights(own, [target.own, target.bare])
      await apply(`${rbac}/clusterroles`, role)
      await apply(`${rbac}/clusterrolebindings`, binding)
    }
    const apply = (path: string, object: KubernetesObject) =>
      opened.api.request('PATCH', `${path}/${object.metadata?.name}`, {
        query: { fieldManager: manager, force: true },
        contentType: 'application/apply-patch+yaml',
        body: object,
      })

    async function run(namespace: string, pod: object & { metadata: { name: string } }): Promise<V1Pod> {
      const path = `/api/v1/namespaces/${namespace}/pods`
      for (let tries = 0; ; tries++) {
        try {
          await post(path, pod)
          break
        } catch (error) {
          // A new namespace has no ServiceAccount for a moment.
          if (tries > 100 || !(error instanceof ApiStatusError && error.code === 403)) throw error
          await pause(50)
        }
      }
      for (;;) {
        const { body } = await opened.api.request<V1Pod>('GET', `${path}/${pod.metadata.name}`)
        if (body.status?.phase === 'Running') return body
        await pause(100)
      }
    }

    it('the policies are asked where the cluster knows how', () => {
      expect(admission).toEqual({ served: true, enforced: guards.includes('policy') })
    })

    it.each(waysIn.filter(({ guard }) => guards.includes(guard)))('refused by $guard: $title', async way => {
      const refusal = await Promise.resolve(way.attempt(learner, target)).then(
        () => 'it worked',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      expect(refusal).toMatch(refusals[way.guard])
    })

    it.runIf(guards.includes('policy'))(
      'refused to controllers, too: a mark in a template makes no pod',
      async () => {
        const path = `/apis/apps/v1/namespaces/${target.own}`
        const labels = { app: 'forger' }
        await learner.request('POST', `${path}/deployments`, {
          body: {
            metadata: { name: 'forger' },
            spec: {
              selector: { matchLabels: labels },
              template: { metadata: { labels, annotations: graderMark }, spec: podOf('x').spec },
            },
          },
        })
        type Conditions = { items: { status?: { conditions?: { type: string; message?: string }[] } }[] }
        let told = ''
        for (let tries = 0; tries < 100 && !told; tries++) {
          const { body } = await learner.request<Conditions>('GET', `${path}/replicasets`)
          told = body.items.flatMap(({ status }) => status?.conditions ?? [])[0]?.message ?? ''
          await pause(100)
        }
        expect(told).toMatch(refusals.policy)
      },
    )

    const enter = async (client: KubernetesClient, container: string) => {
      const stdout = createCollector(10_000)
      const stderr = createCollector(10_000)
      const place = { namespace: target.own, pod: 'web', container, command: ['/agnhost', '--version'] }
      return client.exec(place, { stdout, stderr })
    }

    it('what a lesson asks for is not refused', async () => {
      const own = `/api/v1/namespaces/${target.own}`
      const merge = { contentType: 'application/merge-patch+json' }
      await learner.request('PATCH', own, { ...merge, body: { metadata: { labels: { team: 'a' } } } })
      await learner.request('PATCH', own, { ...merge, body: { metadata: { labels: { team: null } } } })
      await learner.request('POST', `${own}/pods`, {
        body: podOf(
          'usual',
          { volumes: [{ name: 'scratch', emptyDir: {} }] },
          { labels: { app: 'usual', 'app.kubernetes.io/managed-by': 'me' } },
          { livenessProbe: { httpGet: { port: 8080, path: '/' } } },
        ),
      })
      await learner.request('PATCH', `${own}/pods/web`, {
        ...merge,
        body: { metadata: { labels: { app: 'web' } } },
      })
      await learner.request('POST', `${own}/services`, {
        body: { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
      })
      await learner.request('POST', `/apis/networking.k8s.io/v1/namespaces/${target.own}/networkpolicies`, {
        body: { metadata: { name: 'deny' }, spec: { podSelector: {} } },
      })
      await learner.request('PATCH', `${own}/pods/web/ephemeralcontainers`, {
        contentType: 'application/strategic-merge-patch+json',
        body: {
          spec: {
            ephemeralContainers: [
              { name: 'debugger', image, command: ['/agnhost', 'pause'], targetContainerName: 'main' },
            ],
          },
        },
      })
      expect(await enter(learner, 'main')).toBe(0)
      await learner.request('DELETE', `${own}/pods/usual`)
    })

    it('the platform enters its probe containers, and marks what is its own', async () => {
      expect(await enter(opened.api, probePrefix)).toBe(0)
      await run(target.own, podOf('marked', {}, { annotations: graderMark }))
    })
  })
}
