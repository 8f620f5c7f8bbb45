import { useEffect, useRef, useState } from 'react'
import type { ClusterObjects } from '@/components/live/live-state'
import type { MatrixPort } from '@/sandbox/netpol'
import { matrixEnds } from '../matrix/ends'
import { type Cell, cellsOf, type LiveWall, modelOf } from '../matrix/verdicts'
import { matrixPorts, portKey } from '../ports'
import { causes, cellChanges, changeLine, worthTelling } from './changes'

export type Changes = {
  /** Cell keys to whether they opened. */
  marks: ReadonlyMap<string, boolean>
  line: string
}

const none: Changes = { marks: new Map(), line: '' }
/** Objects of one `kubectl apply` come one by one; they are told as one change. */
const settle = 200
const mostPorts = 8

/** What the matrix is about beside the objects. */
type Matrix = { lesson: string; addresses: readonly string[]; hidden: readonly string[]; wall: LiveWall }

type Picture = { objects: ClusterObjects; cells: ReadonlyMap<string, Cell> }

function pictureOf(objects: ClusterObjects, matrix: Matrix, ports: readonly MatrixPort[]): Picture {
  const model = modelOf(objects, matrix.wall)
  const cells = new Map<string, Cell>()
  for (const port of ports.slice(0, mostPorts)) {
    const ends = matrixEnds(objects, matrix.lesson, port, matrix.addresses)
    for (const entry of cellsOf(model, ends, port, matrix.hidden)) cells.set(...entry)
  }
  return { objects, cells }
}

/**
 * What the last change of a policy or a label opened and closed, on every port. While the sandbox is being prepared
 * nothing is told: a start state is no change of the learner's.
 */
export function useChanges(
  objects: ClusterObjects,
  { lesson, addresses, hidden, wall }: Matrix,
  port: MatrixPort,
  ready: boolean,
): Changes {
  const seen = useRef(port)
  seen.current = port
  const [changes, setChanges] = useState(none)
  const before = useRef<Picture>(undefined)
  useEffect(() => {
    if (!ready) {
      before.current = undefined
      setChanges(none)
      return
    }
    const timer = setTimeout(() => {
      const was = before.current
      const ports = new Map(
        [...(was ? matrixPorts(was.objects) : []), ...matrixPorts(objects)].map(port => [
          portKey(port),
          port,
        ]),
      )
      const asked = [...ports.values()]
      const matrix = { lesson, addresses, hidden, wall }
      const now = pictureOf(objects, matrix, asked)
      before.current = now
      if (!was) return
      const cause = causes(was.objects, objects)
      if (cause.length === 0) return
      const changed = cellChanges(pictureOf(was.objects, matrix, asked).cells, now.cells)
      setChanges({
        marks: new Map(changed.map(({ key, opened }) => [key, opened])),
        line: changeLine(cause, worthTelling(changed, seen.current), lesson),
      })
    }, settle)
    return () => clearTimeout(timer)
  }, [objects, lesson, addresses, hidden, wall, ready])
  return changes
}
