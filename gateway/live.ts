import type { WebSocket } from 'ws'
import type { OpenSandbox } from '@/lib/sandboxes/open-sandbox'
import { type LiveServerMessage, liveClientMessage, protocolVersion } from '@/protocol'
import { closeCode, follow, mostBuffered } from './connection'

/** Tells a viewer what happens in a sandbox. One too slow to keep up is let go; it resumes by its sequence number. */
export function serveLive(socket: WebSocket, open: OpenSandbox): void {
  const hold = open.hold()
  let subscription: { dispose(): void } | undefined
  const connection = follow<typeof liveClientMessage, LiveServerMessage>(
    socket,
    liveClientMessage,
    Promise.resolve(({ version, after }) => {
      if (version !== protocolVersion) return connection.close(closeCode.bad, 'reload the page')
      subscription?.dispose()
      subscription = open.feed.subscribe(after, message => {
        connection.send(message)
        if (connection.buffered > mostBuffered) {
          subscription?.dispose()
          connection.close(closeCode.slow, 'too slow')
        }
      })
    }),
    () => undefined,
  )
  connection.onClose(() => {
    subscription?.dispose()
    hold.dispose()
  })
}
