import { type PortSpec, protocols } from '../compile/ports'
import type { MatrixPort } from '../model'

/** Ports that people know, so that an example names one of those where it can. */
const wellKnown = [80, 443, 8080, 53, 22]
const firstPort = 1
const lastPort = 65_535

/**
 * One port for each class of ports that no range tells apart, the named ones first: the ports that somebody asks for
 * by number, and one port between them.
 */
export function portRepresentatives(
  ports: Iterable<PortSpec>,
  asked: readonly MatrixPort[] = [],
): MatrixPort[] {
  const ranges = [...ports].filter(port => port.kind === 'range')
  return protocols.flatMap(protocol => {
    const starts = new Set([firstPort])
    const singles = asked.filter(one => one.protocol === protocol).map(({ port }) => port)
    const cut = (first: number, last: number) => {
      if (first > firstPort && first <= lastPort) starts.add(first)
      if (last < lastPort && last >= firstPort) starts.add(last + 1)
    }
    for (const port of singles) cut(port, port)
    for (const { protocol: spoken, first, last } of ranges)
      if (spoken === protocol && first <= last) cut(first, last)
    const sorted = [...starts].sort((one, other) => one - other)
    const intervals = sorted.map((first, index) => ({
      first,
      last: (sorted[index + 1] ?? lastPort + 1) - 1,
    }))
    return intervals
      .map(({ first, last }) => ({ port: typical(first, last), protocol, width: last - first }))
      .sort((one, other) => one.width - other.width)
      .map(({ port }) => ({ port, protocol }))
  })
}

const typical = (first: number, last: number): number =>
  wellKnown.find(port => port >= first && port <= last) ?? first
