import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KubernetesClient, resourcePath } from '../../client'
import type { WallForm } from './forms'
import { readPlace } from './place'
import { makeTenants, type Tenants, type Verdict } from './tenants'
import { applyWall, type Wall } from './wall'

/** Hosts that are not the cluster's, where a trial has somebody who answers there. */
export const outside = {
  metadata: { ip: '169.254.169.254', port: 80 },
  internet: { ip: '203.0.113.80', port: 443 },
} as const

type Who = Parameters<Tenants['observe']>[0]
type Whom = Parameters<Tenants['observe']>[1]
type Address = 'api' | 'service' | 'dns' | 'kubelet' | keyof typeof outside
type Cell = [title: string, from: Who, to: Who | Address, verdict: Verdict]

/** Nobody gets out of a sandbox or into it, a toolbox has its two ways. */
const always: readonly Cell[] = [
  ['a pod reaches the other tenant’s', 'shop', 'other', 'walled'],
  ['the other tenant’s reaches a pod', 'other', 'pay', 'walled'],
  ['a pod reaches who is no tenant', 'shop', 'bystander', 'walled'],
  ['who is no tenant reaches a pod', 'bystander', 'shop', 'walled'],
  ['a pod reaches a toolbox', 'shop', 'toolbox', 'walled'],
  ['a pod reaches the API server', 'shop', 'api', 'walled'],
  ['a pod reaches the cluster’s DNS', 'shop', 'dns', 'open'],
  ['a toolbox reaches its own sandbox', 'toolbox', 'shop', 'walled'],
  ['a toolbox reaches another tenant’s', 'toolbox', 'other', 'walled'],
  ['a toolbox reaches another', 'toolbox', 'toolbox2', 'walled'],
  ['a toolbox reaches who is no tenant', 'toolbox', 'bystander', 'walled'],
  ['a toolbox reaches the API server', 'toolbox', 'api', 'open'],
  ['a toolbox reaches the API server by its service', 'toolbox', 'service', 'open'],
  ['a toolbox reaches the cluster’s DNS', 'toolbox', 'dns', 'open'],
]
/** Ports of a node that only a real one has. */
const ofNodes: readonly Cell[] = [
  ['a pod reaches a kubelet', 'shop', 'kubelet', 'walled'],
  ['a toolbox reaches a kubelet', 'toolbox', 'kubelet', 'walled'],
]
const ofOutside: readonly Cell[] = [
  ['a pod reads the cloud’s metadata', 'shop', 'metadata', 'walled'],
  ['a toolbox reads the cloud’s metadata', 'toolbox', 'metadata', 'walled'],
  ['a pod reaches the internet', 'shop', 'internet', 'walled'],
  ['a toolbox reaches the internet', 'toolbox', 'internet', 'walled'],
]
const metadata6 = { ip: 'fd00:ec2::254', port: 80 }

/** What a wall must hold on every cluster: tried with real connections, and computed. */
export function tryWall(
  title: string,
  open: () => Promise<{ api: KubernetesClient; close?: () => Promise<void> }>,
  { form, timeout, kubelets, hosts }: { form?: WallForm; timeout: number; kubelets: boolean; hosts: boolean },
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
      for (const [name, address] of Object.entries(outside)) addresses.set(name, address)
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
          given.map(async ([cell, from, to, verdict]) => ({
            cell,
            observed: await tenants.observe(from, target(to), verdict === 'open'),
            computed: await tenants.compute(wall, from, target(to)),
          })),
        )
        const expected = given.map(([cell, , , verdict]) => ({
          cell,
          observed: verdict === 'open',
          computed: verdict,
        }))
        expect(seen).toEqual(expected)
      })
    const all = [...always, ...(kubelets ? ofNodes : []), ...(hosts ? ofOutside : [])]

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
        ['one namespace reaches another', 'pay', 'shop', 'open'],
        ['and the other way round', 'shop', 'pay', 'open'],
      ])
      it('the cloud’s metadata over IPv6 stays closed as well', async () => {
        for (const who of ['shop', 'toolbox'] as const) {
          expect(await tenants.compute(wall, who, metadata6)).toBe('walled')
          expect(await tenants.observe(who, metadata6, false)).toBe(false)
        }
      })
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
        ['who is in the sandbox', 'pay', 'shop', 'closed'],
        ['the way out', 'shop', 'pay', 'closed'],
        ['the DNS', 'shop', 'dns', 'closed'],
        ['the other tenant', 'other', 'shop', 'walled'],
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
        ['the allowed one', 'pay', 'shop', 'open'],
        ['the other way round', 'shop', 'pay', 'closed'],
        ['the other tenant', 'other', 'shop', 'walled'],
      ])
    })
  })
}
