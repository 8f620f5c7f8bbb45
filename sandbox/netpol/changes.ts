import type { Endpoint, Flow, MatrixPort, Model } from './model'

/** A flow between running pods that opened or closed. */
export type MatrixChange = { flow: Flow; before: boolean; after: boolean }

const nameOf = (end: Endpoint): string => ('pod' in end ? `${end.namespace}/${end.pod}` : end.ip)

/** Compares two models over the pods that run in both (by namespace and name): which cells opened or closed. */
export function matrixChanges(before: Model, after: Model, ports: MatrixPort[]): MatrixChange[] {
  const earlier = new Set(before.matrix([]).sources.map(nameOf))
  const pods = after.matrix([]).sources.filter(end => earlier.has(nameOf(end)))
  return pods.flatMap(from =>
    pods.flatMap(to =>
      ports.flatMap(({ port, protocol }) => {
        const flow: Flow = { from, to, port, protocol }
        const change = { flow, before: before.verdict(flow).allowed, after: after.verdict(flow).allowed }
        return change.before === change.after ? [] : [change]
      }),
    ),
  )
}
