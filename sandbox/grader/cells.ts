import type { V1Service } from '@kubernetes/client-node'
import { createExpectations, type End, type Expectation, isMeant, type Statement } from '../exercise'
import type { MatrixPort } from '../netpol'
import { single } from './proof/addresses'
import { flowBetween } from './proof/judge'
import type { Party, World } from './proof/world'

/** One flow that is shown and, where it begins in a running pod, tried. */
export type Cell = { id: string; from: Party; to: Party; port: MatrixPort; expectation: Expectation }

/** Replicas of one role add nothing to what the first two show. */
const mostOfARole = 2
const mostCells = 120

const dnsPorts: readonly MatrixPort[] = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
]

/**
 * The cells of a task, derived from what it names: its roles' running pods, each with the ports it listens on and
 * those the intent names for it, the addresses it names, the cluster's DNS, and one address outside. What the exercise has no opinion on is
 * left out. Allowed ones first, in the order of the intent.
 */
export function cellsToShow(
  world: World,
  statements: readonly Statement[],
  { namespace, services }: { namespace: string; services: readonly V1Service[] },
): Cell[] {
  const expectations = createExpectations(statements)
  const roles = runningRoles(world)
  const isHome = ({ identity }: Party) => identity.kind === 'pod' && identity.namespace === namespace
  const home = roles.filter(isHome)
  const dns = world.parties.find(
    ({ origin, identity }) => origin === 'running' && identity.kind === 'pod' && identity.dns,
  )
  const addresses = world.parties.filter(({ origin }) => origin === 'address')
  const outside = addresses.find(({ declared }) => !declared)
  const usual = usualPort(statements, roles)

  const cells = new Map<string, Cell>()
  const add = (from: Party, to: Party, port: MatrixPort) => {
    if (from === to || (!from.pod && !to.pod) || cells.size >= mostCells) return
    const expectation = expectations(from.identity, to.identity).of(
      port,
      () => world.before.verdict(flowBetween(from, to, port)).allowed,
    )
    if (expectation.verdict === 'either') return
    const id = cellId(from, to, port)
    if (!cells.has(id)) cells.set(id, { id, from, to, port, expectation })
  }

  for (const statement of statements)
    if (statement.ports !== 'every' && statement.to.every(isNarrow) && statement.from.every(isNarrow))
      for (const from of meant(statement.from, [...roles, ...addresses]))
        for (const to of meant(statement.to, [...roles, ...(dns ? [dns] : []), ...addresses]))
          add(from, to, statement.ports)
  for (const to of roles) {
    const listening = portsOf(to, services)
    const ports = listening.length > 0 ? listening : [usual]
    // Pods of the same other namespace are nobody's question.
    for (const from of roles) if (isHome(from) || isHome(to)) for (const port of ports) add(from, to, port)
  }
  // One pod stands for all where the intent does not ask: the proof looks at everybody.
  const asksDns = statements.some(({ ports }) => ports !== 'every' && ports.port === 53)
  for (const from of asksDns ? home : home.slice(0, 1))
    if (dns) for (const port of dnsPorts) add(from, dns, port)
  const [someone] = home
  if (outside && someone) {
    add(outside, someone, portsOf(someone, services)[0] ?? usual)
    add(someone, outside, { port: 443, protocol: 'TCP' })
  }
  const order = ({ expectation }: Cell) => {
    const index = expectation.statement ? statements.indexOf(expectation.statement) : statements.length
    return index + (expectation.verdict === 'allowed' ? 0 : statements.length + 1)
  }
  return [...cells.values()].sort((one, other) => order(one) - order(other))
}

/** One flow between two pods as a cell, whatever the list above says of it. */
export function cellId(from: Party, to: Party, { port, protocol }: MatrixPort): string {
  const slug = (label: string) => label.replace(/[^a-z0-9]+/gi, '-')
  return `${slug(from.label)}-to-${slug(to.label)}-${port}-${protocol.toLowerCase()}`
}

/** Running pods that have a role, the roles' first ones only. */
export function runningRoles({ parties }: World): Party[] {
  const seen = new Map<string, number>()
  return parties.filter(({ origin, identity }) => {
    if (origin !== 'running' || identity.kind !== 'pod' || identity.role === undefined) return false
    const count = (seen.get(identity.role) ?? 0) + 1
    seen.set(identity.role, count)
    return count <= mostOfARole
  })
}

/** Somebody who can be connected to: a running pod, or a host that the exercise declares. */
export const isThere = ({ origin, declared }: Party) => origin === 'running' || declared === true

const isNarrow = (end: End) =>
  end.kind === 'role' ||
  end.kind === 'dns' ||
  end.kind === 'namespace' ||
  (end.kind === 'address' && single(end.cidr) !== undefined)
const meant = (ends: readonly End[], parties: readonly Party[]) =>
  parties.filter(({ identity }) => ends.some(end => isMeant(end, identity)))

/** What its containers name and what services send it. */
function portsOf({ pod }: Party, services: readonly V1Service[]): MatrixPort[] {
  const own = (pod?.spec?.containers ?? [])
    .flatMap(({ ports }) => ports ?? [])
    .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
    .map(({ containerPort }) => containerPort)
  const labels = pod?.metadata?.labels ?? {}
  const served = services
    .filter(
      ({ metadata, spec }) =>
        metadata?.namespace === pod?.metadata?.namespace &&
        spec?.selector !== undefined &&
        Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
    )
    .flatMap(({ spec }) => spec?.ports ?? [])
    .map(({ targetPort }) => targetPort)
    .filter(port => typeof port === 'number')
  return [...new Set([...own, ...served])].map(port => ({ port, protocol: 'TCP' }))
}

/** For pods that listen on nothing: the first port that the intent or a pod names. */
function usualPort(statements: readonly Statement[], roles: readonly Party[]): MatrixPort {
  const asked = statements.map(({ ports }) => ports).find(ports => ports !== 'every')
  const listened = roles.flatMap(party => portsOf(party, []))
  return asked ?? listened[0] ?? { port: 80, protocol: 'TCP' }
}
