import { parseDuration } from './duration'

/** `--request-timeout`: seconds, or a duration; 0 is none. Milliseconds. */
export function requestTimeout(text: string): number {
  try {
    return /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text)
  } catch {
    throw new Error(
      `Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
    )
  }
}
