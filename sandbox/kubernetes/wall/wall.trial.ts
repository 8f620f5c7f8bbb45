import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KubernetesClient, resourcePath } from '../../client'
import type { WallForm } from './forms'
import { readPlace } from './place'
import { makeTenants, type Tenants } from './tenants'
import { applyWall, type Wall } from './wall'

type Who = Parameters<Tenants['observe']>[0]
type Whom = Parameters<Tenants['observe']>[1]
type Address = 'api' | 'service' | 'dns' | 'kubelet'
type Cell = [title: string, from: Who, to: Who | Address, passes: boolean]

/** Nobody gets out of a sandbox or into it, a toolbox has its two ways. */
const always: readonly Cell[] = [
  ['a pod reaches the other tenant’s', 'shop', 'other', false],
  ['the other tenant’s reaches a pod', 'other', 'pay', false],
  ['a pod reaches who is no tenant', 'shop', 'bystander', false],
  ['who is no tenant reaches a pod', 'bystander', 'shop', false],
  ['a pod reaches a toolbox', 'shop', 'toolbox', false],
  ['a pod reaches the API server', 'shop', 'api', false],
  ['a pod reaches the cluster’s DNS', 'shop', 'dns', true],
  ['a toolbox reaches its own sandbox', 'toolbox', 'shop', false],
  ['a toolbox reaches another', 'toolbox', 'toolbox2', false],
  ['a toolbox reaches who is no tenant', 'toolbox', 'bystander', false],
  ['a toolbox reaches the API server', 'toolbox', 'api', true],
  ['a toolbox reaches the API server by its service', 'toolbox', 'service', true],
  ['a toolbox reaches the cluster’s DNS', 'toolbox', 'dns', true],
]
/** Ports of a node that only a real one has. */
const ofNodes: readonly Cell[] = [
  ['a pod reaches a kubelet', 'shop', 'kubelet', false],
  ['a toolbox reaches a kubelet', 'toolbox', 'kubelet', false],
]

/** What a wall must hold on every cluster: tried with real connections, and computed. */
export function tryWall(
  title: string,
  open: () => Promise<{ api: KubernetesClient; close?: () => Promise<void> }>,
  { form, timeout, kubelets }: { form?: WallForm; timeout: number; kubelets: boolean },
): void {
  describe(title, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let tenants: Tenants
    let wall: Wall
    const addresses = new Map<string, { ip: string; port: number }>()
    const target = (to: Cell[2]): Whom => addresses.get(to) ?? (to as Who)
    const run = Math.random().toString(36).slice(2, 7)

    beforeAll(async () => {
      opened = await open()
      const { api } = opened
      tenants = await makeTenants(api, run, timeout)
      const { apiServers, nodes } = await readPlace(api, {
        controlNamespace: tenants.control,
        internet: false,
      })
      const { body } = await api.request<{ items: V1Pod[] }>(
        'GET',
        resourcePath({ group: '', version: 'v1', resource: 'pods', namespace: 'kube-system' }),
        { query: { labelSelector: 'k8s-app=kube-dns' } },
      )
      addresses.set('api', apiServers[0]!)
      addresses.set('service', apiServers.at(-1)!)
      addresses.set('dns', { ip: body.items[0]?.status?.podIP ?? '', port: 53 })
      addresses.set('kubelet', { ip: nodes[0] ?? '', port: 10250 })
    })
    afterAll(async () => {
      await wall?.release(tenants.one)
      await wall?.release(tenants.two)
      await wall?.remove()
      await tenants?.remove()
      await opened?.close?.()
    })

    /** All at once: who is denied waits. */
    const cells = (title: string, given: readonly Cell[]) =>
      it(title, async () => {
        const seen = await Promise.all(
          given.map(async ([cell, from, to, passes]) => ({
            cell,
            observed: await tenants.observe(from, target(to), passes),
            computed: await tenants.compute(wall, from, target(to)),
          })),
        )
        const expected = given.map(([cell, , , passes]) => ({ cell, observed: passes, computed: passes }))
        expect(seen).toEqual(expected)
      })
    const all = [...always, ...(kubelets ? ofNodes : [])]

    it('without it, everybody reaches everybody: what follows is its doing', async () => {
      const seen = await Promise.all(
        all.map(async ([title, from, to]) => [title, await tenants.observe(from, target(to), true)]),
      )
      expect(seen.filter(([, reached]) => !reached)).toEqual([])
    })

    it('is built', async () => {
      wall = await applyWall(
        opened.api,
        { controlNamespace: tenants.control, internet: false },
        form && [form],
      )
      expect(wall.kind).toBeDefined()
      await Promise.all([tenants.one, tenants.two].map(wall.enclose))
    })

    describe('around who has no policies', () => {
      cells('others stay out', all)
      cells('within a sandbox everything is open', [
        ['one namespace reaches another', 'pay', 'shop', true],
        ['and the other way round', 'shop', 'pay', true],
      ])
    })

    describe('around who allows everything', () => {
      beforeAll(async () => {
        const everything = {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{}],
          egress: [{}],
        }
        await Promise.all(
          (['shop', 'pay', 'other'] as const).map(place => tenants.apply(place, 'everything', everything)),
        )
      })
      cells('others stay out', all)
    })

    describe('around who has a default deny', () => {
      beforeAll(async () => {
        await tenants.drop('shop', 'everything')
        await tenants.apply('shop', 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
      })
      cells('it denies', [
        ['who is in the sandbox', 'pay', 'shop', false],
        ['the way out', 'shop', 'pay', false],
        ['the DNS', 'shop', 'dns', false],
        ['the other tenant', 'other', 'shop', false],
      ])
    })

    describe('around who allows one way', () => {
      beforeAll(() =>
        tenants.apply('shop', 'allow-pay', {
          podSelector: {},
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'netpol-lab.dev/name': 'pay' } } }] }],
        }),
      )
      cells('it opens that way only', [
        ['the allowed one', 'pay', 'shop', true],
        ['the other way round', 'shop', 'pay', false],
        ['the other tenant', 'other', 'shop', false],
      ])
    })
  })
}
