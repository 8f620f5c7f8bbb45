import type { KubernetesObject } from '@kubernetes/client-node'
import type { Policy } from '../rewritten'
import { type End, opening, type Packet, passes } from './packets'
import { type Row, tables } from './tables'
import { universe } from './universe'

const protocols = ['TCP', 'UDP', 'SCTP'] as const

/** What lies there after an answer: an object takes the place of the one that is called the same. */
export function after(
  start: readonly KubernetesObject[],
  answer: readonly KubernetesObject[],
  replaced: readonly KubernetesObject[] = [],
): KubernetesObject[] {
  const name = ({ kind, metadata }: KubernetesObject) =>
    `${kind} ${kind === 'Namespace' ? '' : (metadata?.namespace ?? 'default')} ${metadata?.name}`
  const gone = new Set(replaced.map(name))
  const kept = start.filter(object => !gone.has(name(object)))
  return [...new Map([...kept, ...answer].map(object => [name(object), object])).values()]
}

const policiesOf = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ kind }) => kind === 'NetworkPolicy') as unknown as Policy[]

const isAbout = ([, , , ...ports]: Row, { port, protocol }: Packet) =>
  ports.length === 0 ||
  ports.includes(`${port}/${protocol}`) ||
  (protocol === 'TCP' && ports.includes(`${port}`))

/** Packets that are not as the outline of the course wants them: none, if the answer is right. */
export function untrue(
  lesson: string,
  task: string,
  start: readonly KubernetesObject[],
  state: readonly KubernetesObject[],
): string[] {
  const rows = tables[lesson]?.[task]
  if (!rows) throw new Error(`${lesson}/${task}: the outline has no table for it`)
  const { ends, ports } = universe(start, state)
  const [before, now] = [policiesOf(start), policiesOf(state)]
  const touched = new Set([...before, ...now].map(({ metadata }) => metadata?.namespace))
  const isTouched = ({ namespace }: End) => namespace !== undefined && touched.has(namespace)
  const wrong: string[] = []
  for (const from of ends)
    for (const to of ends) {
      if (from === to || !(isTouched(from) || isTouched(to))) continue
      const sides = (policies: readonly Policy[]) =>
        [opening(policies, 'egress', from, to), opening(policies, 'ingress', to, from)] as const
      const [asBefore, asNow] = [sides(before), sides(now)]
      const applying = rows.filter(([, isFrom, isTo]) => isFrom(from) && isTo(to))
      if (applying.length === 0 && [...asBefore, ...asNow].every(one => one === 'every port')) continue
      const isWrong = (packet: Packet) => {
        const [wanted] = applying.find(row => isAbout(row, packet)) ?? [
          passes(...asBefore, packet) ? 'open' : 'closed',
        ]
        return wanted !== 'either' && passes(...asNow, packet) !== (wanted === 'open')
      }
      for (const port of ports)
        for (const protocol of protocols)
          if (isWrong({ from, to, port, protocol }))
            wrong.push(`${from.name} -> ${to.name}:${port}/${protocol}`)
    }
  return [...wrong, ...besides(lesson, task, state, ends, now)]
}

/** What the outline asks for beside flows. */
function besides(
  lesson: string,
  task: string,
  state: readonly KubernetesObject[],
  ends: readonly End[],
  policies: readonly Policy[],
): string[] {
  const named = (name: string) => ends.filter(end => end.name.endsWith(name))
  if (task === 'allow-egress' && lesson.startsWith('09'))
    return named('api').flatMap(from =>
      named('db')
        .filter(to => to.namespace === 'netpol-demo' && from.namespace === 'netpol-demo')
        .filter(
          to =>
            !passes(opening(policies, 'egress', from, to), 'every port', {
              from,
              to,
              port: 80,
              protocol: 'TCP',
            }),
        )
        .map(to => `${from.name} may not send to ${to.name}`),
    )
  if (lesson.startsWith('10'))
    return state
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata?.name === 'monitoring')
      .filter(({ metadata }) => metadata?.labels?.name !== 'monitoring')
      .map(() => 'monitoring does not carry name=monitoring')
  return []
}
