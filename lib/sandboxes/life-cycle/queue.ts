import type { Disposable } from '@/sandbox/process'

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

/** @param makeRoom is there room for one more, this one? It may make some; it counts those who are not in the queue. */
export function createQueue(makeRoom: (id: string) => Promise<boolean>): Queue {
  const line: Waiting[] = []
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const look = async () => {
    clearTimeout(timer)
    for (let first = line[0]; first && (await makeRoom(first.id)); first = line[0]) {
      // It may have left meanwhile.
      if (line[0] !== first) continue
      line.shift()
      first.come()
    }
    for (const [index, waiting] of line.entries()) {
      if (waiting.place === index + 1) continue
      waiting.place = index + 1
      waiting.moved(waiting.place)
    }
    if (line.length > 0) timer = setTimeout(advance, lookAgain).unref()
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
      void advance()
    },
    get size() {
      return line.length
    },
    advance,
    dispose: () => clearTimeout(timer),
  }
}
