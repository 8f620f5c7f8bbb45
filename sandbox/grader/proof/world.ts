import type { V1IPBlock, V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import {
  createIdentify,
  dnsNamespace,
  type Exercise,
  type Identity,
  namespaceNameLabel,
  type StartObject,
  type Statement,
} from '../../exercise'
import { createModel, type Endpoint, type MatrixPort, type Model, type ModelObjects } from '../../netpol'
import { PolicyClasses } from '../../netpol/classes'
import { type ClusterState, isRunning } from '../cluster-state'
import { outsideAddresses, withAddresses } from './addresses'
import { distinct } from './distinct'
import { portsToJudge, usualPorts } from './ports'
import { possibleNamespaces } from './possible-namespaces'
import { type PossibleKind, possiblePods } from './possible-pods'

/** Somebody who can open a connection or be connected to. */
export type Party = {
  endpoint: Endpoint
  identity: Identity
  /** As the learner knows it: `netpol-demo/client`, `203.0.113.10`. */
  label: string
  /** Of whom the pod runs, `possible` ones are only computed. */
  origin: 'running' | PossibleKind | 'address'
  pod?: V1Pod
  /** Outside, and declared by the exercise: somebody is there to answer. */
  declared?: true
}

export const addressOf = ({ endpoint, pod }: Party): string | undefined =>
  'ip' in endpoint ? endpoint.ip : pod?.status?.podIP

/**
 * Everybody whom an intent is judged over, running or possible, with the flows as they were at the start and as they
 * are. Both models hold the same pods; they differ in policies, and in what the start's pods and namespaces were
 * labelled then.
 */
export type World = {
  parties: readonly Party[]
  /** Of those whom neither the policies nor the exercise tell apart, a few each. */
  telling: readonly Party[]
  /** Of those again one each by every name that a learner has for them. */
  typical: readonly Party[]
  /** One port of each sort that the policies or the exercise tell apart. */
  ports: readonly MatrixPort[]
  /** Ports that people have in mind. */
  usualPorts: readonly MatrixPort[]
  before: Model
  /** By the learner's policies, which are what is graded. */
  after: Model
  /** The same with the wall between those who share a cluster: what happens on the wire. */
  onWire: Model
  /** Namespaces that nobody made, for the possible pods in them. */
  invented: readonly V1Namespace[]
  /** The policies of the start. */
  policiesBefore: readonly V1NetworkPolicy[]
  /** The pods of the start. */
  podsBefore: readonly V1Pod[]
  /** The blocks of addresses that the exercise opens. */
  meantBlocks: readonly V1IPBlock[]
}

const isKind =
  <T>(kind: string) =>
  (object: StartObject): object is StartObject & T =>
    object.kind === kind

const startPolicies = isKind<V1NetworkPolicy>('NetworkPolicy')
const startPods = isKind<V1Pod>('Pod')
const startNamespaces = isKind<V1Namespace>('Namespace')

export function createWorld({
  exercise,
  start,
  state,
  statements,
  wire,
}: {
  exercise: Pick<Exercise, 'roles' | 'namespace' | 'externalHosts'>
  start: readonly StartObject[]
  state: ClusterState
  statements: readonly Statement[]
  /** What counts on the wire alone: the wall, and the labels by which it knows namespaces. */
  wire?: Pick<ModelObjects, 'namespaces' | 'wall'>
}): World {
  const { roles } = exercise
  const begun = start.filter(startNamespaces).map(named)
  const home = homeNamespaces(exercise, begun, state)
  const policies = start.filter(startPolicies).map(inNamespace)
  const classes = new PolicyClasses([{ networkPolicies: policies }, state])
  const invented = possibleNamespaces({
    home,
    homes: new Set(Object.values(roles).map(role => role.namespace)),
    taken: new Set([...state.namespaces, ...home].map(({ metadata }) => metadata?.name ?? '')),
    classes,
  })
  const podsBefore = start.filter(startPods)
  const possible = possiblePods({ roles, namespaces: [...home, ...invented], startPods: podsBefore, classes })
  const running = representatives(
    state.pods.filter(pod => isRunning(pod) && !pod.spec?.hostNetwork),
    pod => home.some(({ metadata }) => metadata?.name === pod.metadata?.namespace),
  )
  const coming = withAddresses(possible, state.pods, classes)
  const namespaces = merge(state.namespaces.map(named), [...home, ...invented])
  const byName = new Map(namespaces.map(namespace => [namespace.metadata?.name, namespace]))
  const identify = createIdentify({ roles, namespaces: home })
  const party = (pod: V1Pod, origin: Party['origin']): Party => {
    const namespace = pod.metadata?.namespace ?? 'default'
    const name = pod.metadata?.name ?? ''
    return {
      endpoint: { namespace, pod: name },
      identity: identify(pod, byName.get(namespace)),
      label: `${namespace}/${name}`,
      origin,
      pod,
    }
  }
  const declared = exercise.externalHosts.map(({ address }) => address)
  const outside = outsideAddresses(classes, { declared, statements, pods: state.pods })
  const parties: Party[] = [
    ...running.map(pod => party(pod, 'running')),
    ...coming.map(({ pod, kind }) => party(pod, kind)).filter(addsSomebody),
    ...outside.map(
      (ip): Party => ({
        endpoint: { ip },
        identity: { kind: 'address', ip },
        label: ip,
        origin: 'address',
        ...(declared.includes(ip) && { declared: true }),
      }),
    ),
  ]

  const asTheyWere = (pod: V1Pod, identity: Identity): V1Pod => {
    const role = identity.kind === 'pod' && identity.role !== undefined ? roles[identity.role] : undefined
    return role ? { ...pod, metadata: { ...pod.metadata, labels: role.labels } } : pod
  }
  const before: ModelObjects = {
    namespaces: merge(begun, namespaces),
    pods: parties.flatMap(({ pod, identity }) => (pod ? [asTheyWere(pod, identity)] : [])),
    networkPolicies: policies,
    services: state.services,
  }
  const after: ModelObjects = { ...state, namespaces, pods: [...running, ...coming.map(({ pod }) => pod)] }
  const { services } = state
  const judged = createModel(after)
  return {
    parties,
    ...distinct(parties, statements, { before, after, asTheyWere }),
    invented,
    policiesBefore: policies,
    podsBefore,
    meantBlocks: blocksAmong(statements),
    ports: portsToJudge(classes, { statements, pods: [...podsBefore, ...running] }),
    usualPorts: usualPorts({ statements, pods: [...podsBefore, ...running], services }),
    before: createModel(before),
    after: judged,
    onWire: wire?.wall?.length
      ? createModel({ ...after, namespaces: merge(wire.namespaces.map(named), namespaces), wall: wire.wall })
      : judged,
  }
}

const blocksAmong = (statements: readonly Statement[]): V1IPBlock[] =>
  statements
    .filter(({ source }) => source === 'allow')
    .flatMap(({ from, to }) => [...from, ...to])
    .flatMap(end =>
      end.kind === 'address' ? [{ cidr: end.cidr, ...(end.except && { except: [...end.except] }) }] : [],
    )

/** Running pods of one sort, and of all sorts together, that are judged: so that a crowd does not make the proof long. */
const mostOfASort = 3
const mostRunning = 60

/** Policies tell pods apart by namespace and labels (and address): of each sort the first few stand for all. */
function representatives(pods: readonly V1Pod[], isHome: (pod: V1Pod) => boolean): V1Pod[] {
  const seen = new Map<string, number>()
  const chosen = pods.filter(({ metadata }) => {
    const sort = JSON.stringify([metadata?.namespace, Object.entries(metadata?.labels ?? {}).sort()])
    const count = (seen.get(sort) ?? 0) + 1
    seen.set(sort, count)
    return count <= mostOfASort
  })
  return [...chosen.filter(isHome), ...chosen.filter(pod => !isHome(pod))].slice(0, mostRunning)
}

/** Labels that a policy names may be a role's: that pod is among the possible ones already, with its ports. */
const addsSomebody = ({ origin, identity }: Party) =>
  origin !== 'named' || (identity.kind === 'pod' && identity.role === undefined && !identity.dns)

/** The namespaces that belong to the exercise, as they are now (as the start makes them, if they are gone). */
function homeNamespaces(
  { roles, namespace }: Pick<Exercise, 'roles' | 'namespace'>,
  begun: readonly V1Namespace[],
  state: ClusterState,
): V1Namespace[] {
  const names = new Set([
    namespace,
    'default',
    dnsNamespace,
    ...begun.map(({ metadata }) => metadata?.name ?? ''),
    ...Object.values(roles).map(role => role.namespace),
  ])
  const now = new Map(merge(state.namespaces.map(named), begun).map(one => [one.metadata?.name, one]))
  return [...names].map(name => now.get(name) ?? named({ metadata: { name } }))
}

/** The first of each name. */
function merge(preferred: readonly V1Namespace[], others: readonly V1Namespace[]): V1Namespace[] {
  const names = new Set(preferred.map(({ metadata }) => metadata?.name))
  return [...preferred, ...others.filter(({ metadata }) => !names.has(metadata?.name))]
}

/** With the label that the API server sets. */
function named(namespace: V1Namespace): V1Namespace {
  const { name = '', labels } = namespace.metadata ?? {}
  return {
    ...namespace,
    metadata: { ...namespace.metadata, labels: { ...labels, [namespaceNameLabel]: name } },
  }
}

/** A manifest may leave out the namespace; the API server does not. */
function inNamespace<T extends V1NetworkPolicy>(policy: T): T {
  return { ...policy, metadata: { ...policy.metadata, namespace: policy.metadata?.namespace ?? 'default' } }
}
