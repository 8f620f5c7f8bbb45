import type { Diagram, DiagramArrow, DiagramBox } from '@/protocol'
import { dnsNamespace, type End, type Exercise, type FlowSet, parseEnd, parseFlow } from '@/sandbox/exercise'
import type { ClusterState } from '@/sandbox/grader/cluster-state'
import { mixedNamespaces } from './places'
import type { Scene, SceneVerdict } from './scene'
import type { DiagramText } from './schema'

/** What an author wrote of one arrow, and what the engine finds. */
const right: Record<'open' | 'blocked', string> = { open: '->', blocked: '-x>' }

type Words = Pick<DiagramText, 'caption' | 'labels' | 'rows' | 'flows'>

/**
 * The picture that a diagram's text asks for, and what is wrong with the text, in words for its author. The arrows are
 * as the engine has them, whatever the text says.
 */
export function drawDiagram(
  { caption, labels, rows, flows }: Words,
  roles: Exercise['roles'],
  state: ClusterState,
  scene: Scene,
): { diagram: Diagram; problems: string[] } {
  const problems: string[] = []
  const parsed = rows.map(words => words.map(word => (word === '.' ? null : parseEnd(word, word, roles))))
  const ends = new Map(parsed.flat().flatMap(end => (end ? [[idOf(end), end] as const] : [])))
  if (ends.size < parsed.flat().filter(Boolean).length) problems.push('rows: somebody stands there twice')
  for (const [, end] of ends)
    if (scene.actors(end).length === 0) problems.push(`rows: nobody plays "${wordOf(end)}" here`)

  const arrows = flows.flatMap(({ text, flow, verdict }) => {
    const { from, to, ports } = parseFlow(flow, roles)
    return pairs(from, to).map(([source, target]): DiagramArrow => {
      for (const end of [source, target])
        if (!ends.has(idOf(end))) problems.push(`"${text}": ${wordOf(end)} stands in no row`)
      const found = scene.verdict(source, target, ports)
      const problem = contradiction(verdict, found)
      if (problem) problems.push(`"${text}": ${wordOf(source)} to ${wordOf(target)} ${problem}`)
      const drawn = verdict === 'either' ? 'either' : found.open > 0 ? 'open' : 'blocked'
      return {
        from: idOf(source),
        to: idOf(target),
        ports: [ports],
        verdict: drawn,
        closed: drawn === 'blocked' ? found.closed : [],
      }
    })
  })

  const shown = (all: Readonly<Record<string, string>> = {}) =>
    labels.flatMap(key => (all[key] === undefined ? [] : [`${key}=${all[key]}`]))
  const boxOf = (end: End): DiagramBox => ({
    id: idOf(end),
    kind: kinds[end.kind] ?? 'pod',
    name: nameOf(end, scene),
    ...namespaceOf(end, roles),
    labels: end.kind === 'role' ? shown(roles[end.role]?.labels) : [],
    isolated: scene.isolated(end),
  })
  const diagram = {
    caption,
    rows: parsed.map(row => row.map(end => end && boxOf(end))),
    namespaceLabels: Object.fromEntries(
      state.namespaces.map(({ metadata }) => [metadata?.name ?? '', shown(metadata?.labels)]),
    ),
    arrows: merged(arrows.filter(({ from, to }) => ends.has(from) && ends.has(to))),
  }
  for (const namespace of mixedNamespaces(diagram.rows))
    problems.push(`rows: others stand among the pods of ${namespace}; put those side by side`)
  return { diagram, problems }
}

function contradiction(said: DiagramArrow['verdict'], { open, blocked, closed }: SceneVerdict) {
  if (said === 'either') return undefined
  if (open > 0 && blocked > 0) return 'is open for some and blocked for others: give them boxes of their own'
  if (said === 'open' && blocked > 0) return `is blocked (${closed.join(' and ')}): write "${right.blocked}"`
  if (said === 'blocked' && open > 0) return `gets through: write "${right.open}"`
  return undefined
}

const kinds: Partial<Record<End['kind'], DiagramBox['kind']>> = {
  namespace: 'every-pod',
  dns: 'dns',
  address: 'address',
  outside: 'outside',
  pods: 'pods',
  everyone: 'everyone',
}

/** An end is the same end however often it is written. */
const idOf = (end: End) => JSON.stringify(end)

function wordOf(end: End): string {
  if (end.kind === 'role') return end.role
  if (end.kind === 'address') return [plain(end.cidr), ...(end.except ?? []).map(plain)].join(' except ')
  return end.kind === 'namespace' ? `namespace:${end.namespace}` : end.kind
}

const plain = (cidr: string) => cidr.replace(/\/(32|128)$/, '')

/** A role goes by the name of its pod, where one pod plays it. */
function nameOf(end: End, scene: Scene): string {
  const [player, ...more] = end.kind === 'role' ? scene.actors(end) : []
  return player && more.length === 0 && 'pod' in player.endpoint ? player.endpoint.pod : wordOf(end)
}

function namespaceOf(end: End, roles: Exercise['roles']): { namespace?: string } {
  const namespace =
    end.kind === 'role'
      ? roles[end.role]?.namespace
      : end.kind === 'namespace'
        ? end.namespace
        : end.kind === 'dns'
          ? dnsNamespace
          : undefined
  return namespace === undefined ? {} : { namespace }
}

const pairs = (from: FlowSet['from'], to: FlowSet['to']) =>
  from.flatMap(source => to.map(target => [source, target] as const))

/** Arrows that differ in their port alone are one. */
function merged(arrows: readonly DiagramArrow[]): DiagramArrow[] {
  const found = new Map<string, DiagramArrow>()
  for (const arrow of arrows) {
    const key = JSON.stringify([arrow.from, arrow.to, arrow.verdict, arrow.closed])
    const before = found.get(key)
    found.set(key, before ? { ...before, ports: [...before.ports, ...arrow.ports] } : arrow)
  }
  return [...found.values()]
}
