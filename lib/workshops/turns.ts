/** Does what has one key one after the other, in the order in which it was asked for. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work)
    const over = result
      .catch(() => {})
      .finally(() => {
        if (last.get(key) === over) last.delete(key)
      })
    last.set(key, over)
    return result
  }
}
