import type { KubeConfig } from '@kubernetes/client-node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import { createClient, type KubernetesClient } from '@/sandbox/client'
import { type Fault, startApiProxy, status } from '@/sandbox/kubernetes/api-proxy.fixture'
import { shortId } from '@/sandbox/kubernetes/record'
import type { SandboxTrouble } from '@/sandbox/provider'
import { realProvider } from '@/tests/cluster/real-provider'
import { type Anything, startTestServer, type TestLearner, type TestSocket } from '../running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const policies = '/apis/networking.k8s.io/v1/namespaces'

/** What a learner hears of an API server that fails, and that nothing is lost by it: on a cluster of these tests' own, and on a real one. */
export function tryFailures(
  name: string,
  openConfig: () => Promise<{ config: KubeConfig; close?(): Promise<void> }>,
  { patience, rest, withoutWall }: { patience: number; rest: number; withoutWall: boolean },
) {
  describe(
    name,
    () => {
      let proxy: Awaited<ReturnType<typeof startApiProxy>>
      let real: Awaited<ReturnType<typeof realProvider>>
      let server: Awaited<ReturnType<typeof startTestServer>>
      let cluster: Awaited<ReturnType<typeof openConfig>>
      let admin: KubernetesClient
      const given: string[] = []

      beforeAll(async () => {
        cluster = await openConfig()
        admin = createClient(cluster.config)
        proxy = await startApiProxy(cluster.config)
        real = await realProvider(proxy.config, 'failures', { withoutWall })
        server = await startTestServer({ cluster: real.provider })
      }, patience)
      afterEach(() => {
        proxy.spoil()
        proxy.resume()
      })
      afterAll(async () => {
        await server.close()
        for (const id of given) await real.provider.delete(id)
        await real.close()
        await proxy.close()
        admin.dispose()
        await cluster.close?.()
      }, patience)

      /** A learner whose page follows a sandbox of their own. */
      const arrive = async () => {
        const learner = await server.learner()
        const id: string = (await learner.api('POST', '/sandboxes', { course })).body.sandbox
        given.push(id)
        const live = learner.socket(`/ws/sandboxes/${id}/live`)
        await live.opened()
        live.send({ type: 'subscribe', version: protocolVersion })
        return { learner, id, live, shop: `netpol-demo-${shortId(id)}` }
      }
      const open = (learner: TestLearner, id: string, slug = lesson) =>
        learner.api('POST', `/sandboxes/${id}/lesson`, { lesson: slug, replace: true })
      /** The next state from now on that this is true of. */
      const hears = async (live: TestSocket, test: (sandbox: Anything) => boolean) => {
        const from = live.messages.length
        await live.message(message => live.messages.indexOf(message) >= from && test(message.sandbox ?? {}))
      }
      const deny = (namespace: string) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'deny', namespace },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      })

      it('an API server that goes away is told on the page, checks say so, and what was made is there when it is back', async () => {
        const { learner, id, live, shop } = await arrive()
        expect((await open(learner, id)).status).toBe(200)
        const told = hears(live, ({ trouble }) => /API server does not answer/.test(trouble ?? ''))
        proxy.stop()
        await told
        const refused = await learner.api('POST', `/sandboxes/${id}/checks`, {
          ...{ lesson, task: 'deny-ingress' },
          answers: {},
        })
        expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
          503,
          'cluster-trouble',
          expect.stringContaining('API server does not answer'),
        ])
        // Meanwhile, elsewhere: what no watch told.
        await admin.request('POST', `${policies}/${shop}/networkpolicies`, { body: deny(shop) })
        const mended = hears(live, sandbox => sandbox.state === 'ready' && sandbox.trouble === undefined)
        proxy.resume()
        await mended
        await live.message(
          ({ kind, object, objects }) =>
            (kind === 'NetworkPolicy' && object.metadata.name === 'deny') ||
            objects?.networkPolicies.some(({ metadata }: Anything) => metadata.name === 'deny'),
        )
      })

      it('a sandbox that is asked for while nobody answers opens by itself when somebody does', async () => {
        proxy.stop()
        const { learner, id, live } = await arrive()
        const opening = open(learner, id)
        await live.message(({ sandbox }) => /API server does not answer/.test(sandbox?.trouble ?? ''))
        proxy.resume()
        expect((await opening).status).toBe(200)
        await live.message(({ sandbox }) => sandbox?.state === 'ready' && sandbox.lesson === lesson)
      })

      it('a start that is cut off half-way is told, and made by itself later', async () => {
        const { learner, id, live, shop } = await arrive()
        await live.message(({ sandbox }) => sandbox?.state === 'ready')
        proxy.spoil(({ path, method }) =>
          method === 'POST' && path === `/api/v1/namespaces/${shop}/pods` ? 'reset' : undefined,
        )
        const failed = await open(learner, id)
        expect([failed.status, failed.body.code]).toEqual([500, 'start-failed'])
        expect(failed.body.detail).toMatch(/API server does not answer .*It is tried again by and by/)
        proxy.spoil()
        await live.message(({ sandbox }) => sandbox?.state === 'ready' && sandbox.lesson === lesson)
      })

      it('nobody asks while nothing happens: what is there is followed by watches', async () => {
        const { learner, id, live } = await arrive()
        expect((await open(learner, id)).status).toBe(200)
        await live.message(({ sandbox }) => sandbox?.state === 'ready' && sandbox.lesson === lesson)
        await new Promise(resolve => setTimeout(resolve, 1_000))
        proxy.asked.length = 0
        await new Promise(resolve => setTimeout(resolve, rest))
        const own = proxy.asked.filter(({ path }) => path.includes(shortId(id)))
        expect(own.map(({ method, path }) => `${method} ${path}`)).toEqual([])
      })

      it('a busy API server is asked again, later as it asks, and nothing fails', async () => {
        const { learner, id } = await arrive()
        const refused = new Map<string, number>()
        const busy: Fault = {
          status: 429,
          headers: { 'retry-after': '1' },
          body: status(429, 'TooManyRequests', 'too many requests, please try again later', {
            retryAfterSeconds: 1,
          }),
        }
        proxy.spoil(({ method, path }) => {
          if (method === 'GET') return undefined
          const key = `${method} ${path}`
          refused.set(key, (refused.get(key) ?? 0) + 1)
          return refused.get(key) === 1 ? busy : undefined
        })
        expect((await open(learner, id)).status).toBe(200)
        expect(refused.size).toBeGreaterThan(5)
      })

      it('watches that expire begin anew, and tell what happened in between', async () => {
        const { learner, id, live, shop } = await arrive()
        expect((await open(learner, id)).status).toBe(200)
        let expired = 0
        proxy.spoil(({ query }) =>
          query.get('watch') !== 'true' || expired++ > 8
            ? undefined
            : { status: 410, body: status(410, 'Expired', 'too old resource version: 1 (2)') },
        )
        proxy.dropAll()
        await admin.request('POST', `${policies}/${shop}/networkpolicies`, { body: deny(shop) })
        await live.message(
          ({ kind, object }) => kind === 'NetworkPolicy' && object.metadata.namespace === shop,
        )
        expect(expired).toBeGreaterThan(0)
      })

      it('a namespace that does not go is told in the cluster’s words, with the way out', async () => {
        const { learner, id, live, shop } = await arrive()
        expect((await open(learner, id)).status).toBe(200)
        const configMaps = `/api/v1/namespaces/${shop}/configmaps`
        const metadata = { name: 'kept', finalizers: ['netpol-lab.dev/test'] }
        await admin.request('POST', configMaps, { body: { metadata } })
        await admin.request('DELETE', `/api/v1/namespaces/${shop}`)
        const short = await realProvider(proxy.config, 'short', { withoutWall, startTimeout: 3_000 })
        try {
          const failure = await (await short.provider.open(id))
            .reset({
              cni: 'calico',
              objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: shop } } as never],
            })
            .catch((error: unknown) => error)
          expect(failure).toMatchObject({ name: 'SandboxTrouble', isPassing: true })
          expect((failure as SandboxTrouble).message).toContain(`"${shop}" is stuck in Terminating`)
        } finally {
          const patch = {
            contentType: 'application/merge-patch+json',
            body: { metadata: { finalizers: null } },
          }
          await admin.request('PATCH', `${configMaps}/kept`, patch)
          await short.close()
        }
        const reset = await learner.api('POST', `/sandboxes/${id}/reset`)
        expect(reset.status).toBe(200)
        await live.message(({ sandbox }) => sandbox?.state === 'ready')
      })

      it('an image that cannot be pulled is named', async () => {
        const short = await realProvider(proxy.config, 'image', { withoutWall, startTimeout: 8_000 })
        const id = 'image'
        const namespace = `shop-${shortId(id)}`
        const image = 'registry.invalid/nothing:1'
        const objects = [
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
          {
            ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace } },
            spec: { containers: [{ name: 'web', image }] },
          },
        ] as never[]
        try {
          const failure = await (await short.provider.open(id))
            .reset({ cni: 'calico', objects })
            .catch((error: unknown) => error)
          expect(failure).toMatchObject({ name: 'SandboxTrouble', isPassing: true })
          expect((failure as SandboxTrouble).message).toMatch(/registry\.invalid\/nothing:1 cannot be pulled/)
        } finally {
          await short.provider.delete(id)
          await short.close()
        }
      })
    },
    patience,
  )
}
