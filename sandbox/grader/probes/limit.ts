/** Does a piece of work when its turn has come. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>

/** Lets so many pieces of work be on their way at a time; the others wait in turn. */
export function createLimit(most: number): Limit {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever comes next takes the place over, so that nobody slips in between.
      if (next) next()
      else running--
    }
  }
}
