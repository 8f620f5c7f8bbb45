import { ApiStatusError } from '../../client'
import { SandboxTrouble } from '../../provider'

/** Answers of a server that is busy, restarting or not there yet. */
const busyCodes = new Set([429, 502, 503, 504])
/** How Node says that nobody is there, or not any more. */
const unreachable =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|ECONNABORTED)$/

/** Is it the way to the API server that fails, whatever was asked? */
export const isUnreachable = (error: unknown): boolean =>
  unreachable.test((error as NodeJS.ErrnoException)?.code ?? '')

/** What a request's failure means to a learner, where it is the API server's trouble and passes; else undefined. */
export function troubleOf(error: unknown): SandboxTrouble | undefined {
  const because = { cause: error, isPassing: true }
  if (error instanceof ApiStatusError)
    return busyCodes.has(error.code)
      ? new SandboxTrouble(`The cluster's API server is busy (${error.code}: ${error.message}).`, because)
      : undefined
  return isUnreachable(error)
    ? new SandboxTrouble(
        `The cluster's API server does not answer (${(error as NodeJS.ErrnoException).code}).`,
        because,
      )
    : undefined
}
