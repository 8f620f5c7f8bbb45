import { RequestFailed } from './request'

const tries = 8

type Patience = {
  /** Called before it waits. */
  onWait?: () => void
  pause?: (seconds: number) => Promise<unknown>
}

const sleep = (seconds: number) => new Promise(resolve => setTimeout(resolve, seconds * 1_000))

/** Asks again, when a busy server wants that, after as long as it says; some seconds more each time, so that not all come back at once. */
export async function patiently<Answer>(
  work: () => Promise<Answer>,
  { onWait, pause = sleep }: Patience = {},
): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.code !== 'busy' || tried === tries) throw error
      onWait?.()
      await pause((error.retryAfter ?? 1) * (0.5 + Math.random()) + tried - 1)
    }
  }
}
