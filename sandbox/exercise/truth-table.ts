import { type FlowSet, FlowTextError, type Ports, parseFlow } from './flow-text'

/** What a learner may say of a cell. A refusal is an answer: no policy stopped the connection. */
export const cellAnswers = ['answers', 'blocked'] as const
export type CellAnswer = (typeof cellAnswers)[number]

/** One cell of a truth table: a flow between two roles (or to the cluster's DNS), on one port. */
export type TableCell = {
  key: string
  from: string
  to: string
  ports: Exclude<Ports, 'every'>
  flow: FlowSet
}

/** Throws `FlowTextError` for a flow that is more than one cell. */
export function parseCell(text: string, roles: Readonly<Record<string, unknown>>): TableCell {
  const flow = parseFlow(text, roles)
  const [from, to] = [endName(flow.from), endName(flow.to)]
  if (from === undefined || to === undefined || flow.ports === 'every')
    throw new FlowTextError(text, 'a cell is one role, another (or dns) and one port')
  return { key: cellKey(from, to, flow.ports), from, to, ports: flow.ports, flow }
}

/** `client-to-web-80`, `client-to-dns-53-udp`: with the check's id before it, the key of an answer (`table/client-to-web-80`). */
export const cellKey = (from: string, to: string, { port, protocol }: TableCell['ports']) =>
  `${from}-to-${to}-${port}${protocol === 'TCP' ? '' : `-${protocol.toLowerCase()}`}`

function endName(ends: FlowSet['from']): string | undefined {
  const [end, ...more] = ends
  if (!end || more.length > 0) return undefined
  if (end.kind === 'role') return end.role
  return end.kind === 'dns' ? end.kind : undefined
}
