import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { type About, parseFlow, type Role } from '../../exercise'
import { createModel, type Direction, type Flow, type MatrixPort, type Model } from '../../netpol'
import { runningRoles } from '../cells'
import type { ClusterState } from '../cluster-state'
import { flowBetween } from '../proof/judge'
import type { Party, World } from '../proof/world'
import { presentAt } from './present'

/** Something that can be the answer, or a part of it. */
export type Thing = { name: string; namespace?: string }

/** What is so in the cluster, of all that could be named. */
export type Facts = { right: readonly Thing[]; all: readonly Thing[] }

export type Asked = { state: ClusterState; world: World; roles: Readonly<Record<string, Role>> }

/** Nobody's address (RFC 5737): isolation of a pod shows whomever it talks to. */
const anybody = { ip: '192.0.2.254' }
const anyPort: MatrixPort = { port: 80, protocol: 'TCP' }
const directions: readonly Direction[] = ['egress', 'ingress']

/**
 * The engine's answers to the questions about names, from the live objects. Undefined where a role that is asked about
 * has no running pod.
 */
export function factsOf(
  about: Exclude<About, { ask: 'policy-count' }>,
  { state, world, roles }: Asked,
): Facts | undefined {
  const { after } = world
  const policies = state.networkPolicies.map(thing)
  const podsIn = (namespace: string) =>
    world.parties.filter(({ origin, pod }) => origin === 'running' && pod?.metadata?.namespace === namespace)
  const playing = (role: string) =>
    runningRoles(world).find(({ identity }) => identity.kind === 'pod' && identity.role === role)
  const facts = (all: readonly Thing[], right: readonly Thing[]): Facts => ({ all, right })

  switch (about.ask) {
    case 'policies-allowing': {
      const flow = oneFlow(about.flow, world, roles)
      const asked = about.direction ? [about.direction] : directions
      return (
        flow &&
        facts(
          policies,
          state.networkPolicies.filter(policy => letsThrough(policy, flow, state, asked)).map(thing),
        )
      )
    }
    case 'policies-selecting': {
      const party = playing(about.pod)
      return party && facts(policies, selecting(after, party))
    }
    case 'policies-selecting-nothing': {
      const own = policies.filter(({ namespace }) => namespace === about.namespace)
      const used = podsIn(about.namespace).flatMap(party => selecting(after, party))
      return facts(
        own,
        own.filter(({ name }) => !used.some(policy => policy.name === name)),
      )
    }
    case 'isolated-pods': {
      const pods = podsIn(about.namespace)
      return facts(
        pods.map(podThing),
        pods.filter(party => sideOf(after, party, about.direction).isolated).map(podThing),
      )
    }
    case 'pods-reaching': {
      const target = playing(about.to)
      const pods = podsIn(about.namespace).filter(party => party !== target)
      const reaches = (party: Party) =>
        target !== undefined &&
        after.verdict(flowBetween(party, target, { port: about.port, protocol: 'TCP' })).allowed
      return target && facts(pods.map(podThing), pods.filter(reaches).map(podThing))
    }
    case 'open-ports': {
      const [from, to] = [playing(about.from), playing(about.to)]
      if (!from || !to) return undefined
      const ports = declared(to)
      const open = ports.filter(port => after.verdict(flowBetween(from, to, port)).allowed)
      return facts(ports.map(portThing), open.map(portThing))
    }
  }
}

const thing = ({ metadata }: V1NetworkPolicy): Thing => ({
  name: metadata?.name ?? '',
  namespace: metadata?.namespace,
})
const podThing = ({ pod }: Party): Thing => ({
  name: pod?.metadata?.name ?? '',
  namespace: pod?.metadata?.namespace,
})
const portThing = ({ port, protocol }: MatrixPort): Thing => ({
  name: protocol === 'TCP' ? String(port) : `${port}/${protocol.toLowerCase()}`,
})

/** One side of a pod's connection with anybody: isolation and selection are the same for all. */
function sideOf(model: Model, { endpoint }: Party, direction: Direction) {
  const [from, to] = direction === 'egress' ? [endpoint, anybody] : [anybody, endpoint]
  return model.verdict({ from, to, ...anyPort })[direction]
}

function selecting(model: Model, party: Party): Thing[] {
  const refs = directions.flatMap(direction => sideOf(model, party, direction).policies)
  return [
    ...new Map(refs.map(({ name, namespace }) => [`${namespace}/${name}`, { name, namespace }])).values(),
  ]
}

/** Alone in the cluster, does the policy say yes to the flow, by a rule of its own? */
function letsThrough(
  policy: V1NetworkPolicy,
  flow: Flow,
  { namespaces, pods }: ClusterState,
  asked: readonly Direction[],
): boolean {
  const verdict = createModel({ namespaces, pods, networkPolicies: [policy] }).verdict(flow)
  return asked.some(direction => verdict[direction].allowed && verdict[direction].rule !== undefined)
}

function oneFlow(text: string, world: World, roles: Asked['roles']): Flow | undefined {
  const { from, to, ports } = parseFlow(text, roles)
  const source = presentAt(from, world)
  const target = presentAt(to, world)
  return source && target && ports !== 'every' ? flowBetween(source, target, ports) : undefined
}

function declared({ pod }: Party): MatrixPort[] {
  const ports = ((pod as V1Pod).spec?.containers ?? []).flatMap(container => container.ports ?? [])
  return ports.map(({ containerPort, protocol = 'TCP' }) => ({
    port: containerPort,
    protocol: protocol as MatrixPort['protocol'],
  }))
}
