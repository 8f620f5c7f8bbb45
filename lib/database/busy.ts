/**
 * Codes by which Prisma says that a database did not get to a transaction, and that nothing of it was done: no connection
 * or no end in time, a deadlock, too many connections.
 */
const busy: ReadonlySet<unknown> = new Set(['P2028', 'P2034', 'P2037'])

/** Whether it may be tried again in a moment. */
export const isBusy = (error: unknown): boolean => busy.has((error as { code?: unknown } | null)?.code)

/** Tries again what a busy database did not get to, with a pause, for so many milliseconds. Then throws what it said. */
export async function untilFree<T>(work: () => Promise<T>, within: number, pause = 200): Promise<T> {
  const last = Date.now() + within
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || Date.now() > last) throw error
      await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random())))
    }
  }
}
