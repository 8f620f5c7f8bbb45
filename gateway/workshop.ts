import type { WebSocket } from 'ws'
import type { Room } from '@/lib/workshops/room/room'
import type { Standing } from '@/lib/workshops/workshops'
import { protocolVersion, type WorkshopServerMessage, workshopClientMessage } from '@/protocol'
import { closeCode, follow, mostBuffered } from './connection'

/** Tells a viewer what happens in a workshop. One too slow to keep up is let go, and comes back to a snapshot. */
export function serveWorkshop(
  socket: WebSocket,
  room: Room,
  { instructor, seat, person }: Standing & { person: string },
): void {
  let subscription: { dispose(): void } | undefined
  const connection = follow<typeof workshopClientMessage, WorkshopServerMessage>(
    socket,
    workshopClientMessage,
    Promise.resolve(({ version, nameless }) => {
      if (version !== protocolVersion) return connection.close(closeCode.bad, 'reload the page')
      subscription?.dispose()
      subscription = room.subscribe({ seat: instructor ? null : seat, nameless, person }, message => {
        connection.send(message)
        if (connection.buffered > mostBuffered) {
          subscription?.dispose()
          connection.close(closeCode.slow, 'too slow')
        }
      })
    }),
    () => undefined,
  )
  connection.onClose(() => subscription?.dispose())
}
