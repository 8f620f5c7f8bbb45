import { createIdentify, type End, type Exercise, type Identity, isMeant } from '@/sandbox/exercise'
import type { ClusterState } from '@/sandbox/grader/cluster-state'
import { createModel, type Direction, type Endpoint, type MatrixPort } from '@/sandbox/netpol'

/** Somebody outside whom nobody names (RFC 5737). */
const stranger = '198.51.100.7'
/** Asked for beside the ports that the target declares, where a flow is about every port. */
const undeclared: MatrixPort[] = [
  { port: 7, protocol: 'TCP' },
  { port: 7, protocol: 'UDP' },
]

type Actor = { endpoint: Endpoint; who: Identity; ports: MatrixPort[] }

type SceneExercise = Pick<Exercise, 'roles' | 'cni' | 'externalHosts' | 'hiddenPolicies'>

export type SceneVerdict = { open: number; blocked: number; closed: Direction[] }

/**
 * Who stands in a cluster on paper, and what the engine says of the flows between them. Of namespaces whose policies
 * the reader may not see it tells what gets through, as trying would, and not which side or isolation it hangs on.
 */
export function createScene(
  { roles, cni, externalHosts, hiddenPolicies }: SceneExercise,
  state: ClusterState,
) {
  const model = createModel(cni === 'flannel' ? { ...state, networkPolicies: [] } : state)
  const identify = createIdentify({ roles, namespaces: state.namespaces })
  const namespaces = new Map(state.namespaces.map(one => [one.metadata?.name, one]))
  const pods: Actor[] = state.pods.map(pod => {
    const { name = '', namespace = 'default' } = pod.metadata ?? {}
    return {
      endpoint: { namespace, pod: name },
      who: identify(pod, namespaces.get(namespace)),
      ports: (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
        ports.map(({ containerPort, protocol = 'TCP' }) => ({
          port: containerPort,
          protocol: protocol as MatrixPort['protocol'],
        })),
      ),
    }
  })
  const hosts = externalHosts.map(({ address, ports }): Actor => ({ ...outside(address), ports }))

  /** Everybody whom an end means, of those who are there; of a range with no host in it, its first address. */
  const actors = (end: End): Actor[] => {
    const known = [...pods, ...hosts, outside(stranger)].filter(({ who }) => isMeant(end, who))
    if (known.length > 0 || end.kind !== 'address') return known
    return [outside(end.cidr.split('/')[0] ?? '')].filter(({ who }) => isMeant(end, who))
  }

  const isHidden = (end: End) =>
    actors(end).some(({ who }) => who.kind === 'pod' && hiddenPolicies.includes(who.namespace))

  return {
    actors,
    verdict(from: End, to: End, ports: MatrixPort | 'every'): SceneVerdict {
      const found = actors(from).flatMap(source =>
        actors(to)
          .filter(target => target.endpoint !== source.endpoint && (isPod(source) || isPod(target)))
          .flatMap(target =>
            (ports === 'every' ? [...target.ports, ...undeclared] : [ports]).map(port =>
              model.verdict({ from: source.endpoint, to: target.endpoint, ...port }),
            ),
          ),
      )
      const blocked = found.filter(({ allowed }) => !allowed)
      const sides = ['egress', 'ingress'] as const
      const always = sides.filter(side => blocked.every(verdict => !verdict[side].allowed))
      const closed =
        always.length > 0 ? always : sides.filter(side => blocked.some(verdict => !verdict[side].allowed))
      return {
        open: found.length - blocked.length,
        blocked: blocked.length,
        closed: blocked.length === 0 || [from, to].some(isHidden) ? [] : closed,
      }
    },
    /** The directions in which everybody whom an end means is isolated. */
    isolated(end: End): Direction[] {
      if (isHidden(end)) return []
      const who = actors(end).filter(isPod)
      const port = { port: 80, protocol: 'TCP' } as const
      const away = { ip: stranger }
      const isolated = {
        ingress: ({ endpoint }: Actor) =>
          model.verdict({ from: away, to: endpoint, ...port }).ingress.isolated,
        egress: ({ endpoint }: Actor) => model.verdict({ from: endpoint, to: away, ...port }).egress.isolated,
      }
      return (['ingress', 'egress'] as const).filter(
        direction => who.length > 0 && who.every(isolated[direction]),
      )
    },
  }
}

export type Scene = ReturnType<typeof createScene>

const isPod = ({ who }: Actor) => who.kind === 'pod'

const outside = (ip: string): Actor => ({ endpoint: { ip }, who: { kind: 'address', ip }, ports: [] })
