import type { Connection } from '../../network/sockets/connection'

/** How long the first address has before the second one is tried beside it (CURL_HET_DEFAULT). Milliseconds. */
const headStart = 200

type Connect = (ip: string, signal: AbortSignal) => Promise<Connection>

/** Connects to the first of the addresses that answers, each begun a moment after the one before, or when that failed. Rejects as the last one does. */
export async function eagerly(
  addresses: readonly string[],
  connect: Connect,
  signal: AbortSignal,
): Promise<Connection> {
  const [ip, ...others] = addresses
  if (others.length === 0) return connect(ip!, signal)
  const first = new AbortController()
  const rest = new AbortController()
  const both = AbortSignal.any([signal, first.signal])
  const attempt = connect(ip!, both)
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<void>(resolve => {
    timer = setTimeout(resolve, headStart)
    attempt.catch(() => resolve())
  })
  const next = later.then(() => eagerly(others, connect, AbortSignal.any([signal, rest.signal])))
  try {
    const winner = await Promise.any([
      attempt.then(connection => ({ connection, loser: rest, other: next })),
      next.then(connection => ({ connection, loser: first, other: attempt })),
    ])
    winner.loser.abort()
    winner.other.then(late => late.close()).catch(() => {})
    return winner.connection
  } catch (error) {
    throw error instanceof AggregateError ? error.errors.at(-1) : error
  } finally {
    clearTimeout(timer)
  }
}
