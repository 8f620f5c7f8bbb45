import { BrokenPipe, type Process } from '../../process'
import type { SocketAddress } from '../network/address'
import { createDeadline } from '../network/deadline'
import type { Connection } from '../network/sockets/connection'
import type { DatagramSocket } from '../network/stack'
import { beside } from './beside'

export type RelayHabits = {
  /** Does the end of stdin close our side (FIN)? */
  readonly halfClose: boolean
  /** Over when the peer closes, or only when stdin has ended too. */
  readonly until: 'peer' | 'both'
  /** Milliseconds without a word from the peer after which it is over. */
  readonly silence?: number | undefined
  /** Is the silence counted from the start, or from the end of stdin? */
  readonly silenceFrom?: 'start' | 'input-end'
}

/** Carries stdin to the connection and the connection to stdout. Answers the exit status. */
export async function copyBothWays(
  process: Process,
  connection: Connection,
  { halfClose, until, silence, silenceFrom = 'start' }: RelayHabits,
): Promise<number> {
  const stop = () => connection.close()
  if (process.signal.aborted) stop()
  process.signal.addEventListener('abort', stop, { once: true })
  let counting = silenceFrom === 'start'
  let deadline = createDeadline(undefined)
  const count = () => {
    deadline.dispose()
    deadline = createDeadline(counting ? silence : undefined)
    deadline.signal.addEventListener('abort', stop, { once: true })
  }
  const sending = send(process, connection, halfClose).then(() => {
    counting = true
    count()
  })
  try {
    for (;;) {
      count()
      const chunk = await connection.input.read()
      if (chunk === null) break
      await process.stdout.write(chunk)
    }
    if (until === 'both' && !deadline.expired && !process.signal.aborted) await sending
    return 0
  } finally {
    deadline.dispose()
    process.signal.removeEventListener('abort', stop)
    connection.close()
  }
}

async function send(process: Process, connection: Connection, halfClose: boolean) {
  try {
    for (;;) {
      const chunk = await process.stdin.read()
      if (chunk === null) break
      await connection.output.write(chunk)
    }
    if (halfClose) connection.output.close()
  } catch (error) {
    // The other end closed first: the reading side notices and ends.
    if (!(error instanceof BrokenPipe)) throw error
  }
}

/**
 * Carries stdin to a UDP peer and what comes back to stdout. Without `peer`, whoever speaks first is the peer.
 * `silence` (ms): how long to wait for datagrams once stdin has ended. Answers the exit status.
 */
export async function copyDatagrams(
  process: Process,
  socket: DatagramSocket,
  peer: SocketAddress | undefined,
  silence?: number,
): Promise<number> {
  let to = peer
  let refused = false
  const deadline = createDeadline(undefined, process.signal)
  const sending = async () => {
    for (;;) {
      const chunk = await process.stdin.read()
      if (chunk === null) break
      if (to) socket.send(to, chunk)
    }
    if (silence !== undefined) setTimeout(() => socket.dispose(), silence).unref()
  }
  beside(process, sending())
  try {
    for (;;) {
      const received = await socket.receive(deadline.signal)
      if (received === null) return refused ? 1 : 0
      if ('error' in received) {
        refused = true
        return 1
      }
      to ??= received.from
      await process.stdout.write(received.data)
    }
  } finally {
    deadline.dispose()
    socket.dispose()
  }
}

/** A UDP port from which no ICMP error comes (what `-uz` can tell). */
export async function seemsOpen(
  socket: DatagramSocket,
  peer: SocketAddress,
  wait: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = createDeadline(wait, signal)
  try {
    socket.send(peer, new Uint8Array([88]))
    const received = await socket.receive(deadline.signal)
    return received === null || !('error' in received)
  } finally {
    deadline.dispose()
    socket.dispose()
  }
}
