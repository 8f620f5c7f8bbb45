import { expect, it } from 'vitest'
import { z } from 'zod'
import { sandboxWall } from '../sandbox-wall'
import { toolboxWall } from '../toolbox-wall'
import { asGlobalNetworkPolicy, calicoTier } from './calico'

/**
 * What the API of Calico 3.29 takes of what we write, and nothing else (projectcalico/calico,
 * libcalico-go/config/crd: globalnetworkpolicies, tiers); the rules beyond the schema are those its texts state.
 */
const net = z.union([z.cidrv4(), z.cidrv6()])
const selector = z.string().regex(/^(all\(\)|[\w./-]+ == '[^']*'( && [\w./-]+ == '[^']*')*)$/)
const ends = z
  .strictObject({
    namespaceSelector: selector.optional(),
    selector: selector.optional(),
    nets: z.array(net).min(1).optional(),
    ports: z.array(z.number().int().min(1).max(65_535)).optional(),
  })
  .refine(({ nets = [] }) => new Set(nets.map(one => one.includes(':'))).size <= 1, 'one family a rule')
const rule = z
  .strictObject({
    action: z.enum(['Allow', 'Deny', 'Log', 'Pass']),
    protocol: z.enum(['TCP', 'UDP']).optional(),
    source: ends.optional(),
    destination: ends.optional(),
  })
  .refine(
    ({ protocol, source, destination }) => protocol || !(source?.ports ?? destination?.ports),
    'ports need a protocol',
  )
const globalNetworkPolicy = z
  .strictObject({
    apiVersion: z.literal('projectcalico.org/v3'),
    kind: z.literal('GlobalNetworkPolicy'),
    metadata: z.strictObject({ name: z.string() }),
    spec: z.strictObject({
      tier: z.string(),
      order: z.number(),
      namespaceSelector: selector.optional(),
      selector: selector.optional(),
      types: z.array(z.enum(['Ingress', 'Egress'])),
      ingress: z.array(rule),
      egress: z.array(rule),
    }),
  })
  .refine(({ metadata, spec }) => metadata.name.startsWith(`${spec.tier}.`), 'the name begins with the tier')
const tier = z.strictObject({
  apiVersion: z.literal('projectcalico.org/v3'),
  kind: z.literal('Tier'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({ order: z.number(), defaultAction: z.enum(['Pass', 'Deny']) }),
})

const place = {
  controlNamespace: 'netpol-lab',
  internet: false,
  apiServers: [
    { ip: '10.0.0.1', port: 6443 },
    { ip: 'fd00::1', port: 443 },
  ],
  nodes: ['10.0.0.2', 'fd00::2'],
  dns: ['10.96.0.10', 'fd00::a'],
}

it.each([
  ['around a sandbox', sandboxWall('ab12', place)],
  ['around a sandbox with the internet', sandboxWall('ab12', { ...place, internet: true })],
  ['around the toolboxes', toolboxWall(place)],
])('the wall %s is one that Calico takes', (_, wall) => {
  const { error } = globalNetworkPolicy.safeParse(asGlobalNetworkPolicy(wall))
  expect(error && z.prettifyError(error)).toBeUndefined()
})

it('so is its tier, which leaves to others what it does not decide', () => {
  expect(tier.safeParse(calicoTier).error).toBeUndefined()
  expect(calicoTier.spec.defaultAction).toBe('Pass')
})
