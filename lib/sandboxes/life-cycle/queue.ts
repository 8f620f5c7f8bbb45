import type { Disposable } from '@/sandbox/process'
import { type Line, ownLine } from './line'

/** Whoever there is no room for yet, in the order in which they came. */
export interface Queue extends Disposable {
  /**
   * Resolves when it is this one's turn; rejects with what `leave` was given. `moved` is told its place, from 1, as long
   * as it waits.
   */
  wait(id: string, moved: (place: number) => void): Promise<void>
  /** Out of the queue, if it waits. */
  leave(id: string, why: Error): void
  readonly size: number
  /** Looks whether there is room for the first, and the next; resolves when everybody knows their place. */
  advance(): Promise<void>
}

type Waiting = {
  id: string
  place: number
  moved: (place: number) => void
  come: () => void
  refuse: (why: Error) => void
}

/** Milliseconds between two looks while somebody waits: room may come without anybody telling. */
const lookAgain = 2_000

/**
 * @param makeRoom is there room for one more, this one? It may make some; it counts those who are not in the queue.
 * @param shared where others wait for the same room, on other servers
 */
export function createQueue(makeRoom: (id: string) => Promise<boolean>, shared: Line = ownLine): Queue {
  const line: Waiting[] = []
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let disposed = false

  const stand = async () => {
    const ids = line.map(({ id }) => id)
    // Who cannot ask the others goes on alone.
    const places = await shared.stand(ids).catch(() => ownLine.stand(ids))
    const placeOf = ({ id }: Waiting) => places.get(id) ?? Number.POSITIVE_INFINITY
    line.sort((one, other) => placeOf(one) - placeOf(other))
    return placeOf
  }
  const quit = (id: string) => (disposed ? Promise.resolve() : shared.leave(id).catch(() => {}))

  const look = async () => {
    clearTimeout(timer)
    if (line.length === 0) return
    let placeOf = await stand()
    for (let first = line[0]; first && placeOf(first) === 1 && (await makeRoom(first.id)); first = line[0]) {
      // It may have left meanwhile.
      if (line[0] !== first) continue
      line.shift()
      first.come()
      await quit(first.id)
      placeOf = await stand()
    }
    for (const waiting of line) {
      const place = placeOf(waiting)
      if (place === waiting.place || !Number.isFinite(place)) continue
      waiting.place = place
      waiting.moved(place)
    }
    if (line.length > 0 && !disposed) timer = setTimeout(advance, lookAgain).unref()
  }
  const advance = () => {
    looking = looking.then(look)
    return looking
  }

  return {
    wait(id, moved) {
      const turn = new Promise<void>((come, refuse) => {
        line.push({ id, place: 0, moved, come, refuse })
      })
      void advance()
      return turn
    },
    leave(id, why) {
      const at = line.findIndex(waiting => waiting.id === id)
      if (at < 0) return
      const [left] = line.splice(at, 1)
      left?.refuse(why)
      void quit(id).then(advance)
    },
    get size() {
      return line.length
    },
    advance,
    // Who waits keeps their place for whoever serves them next.
    dispose() {
      disposed = true
      clearTimeout(timer)
    },
  }
}
