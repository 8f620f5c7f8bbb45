import type { SocketState } from '@/components/live/reconnecting-socket'
import { text } from '@/components/ui/text'

export const ConnectionLost = ({ connection }: { connection: SocketState }) => (
  <div role="status">
    {(connection === 'reconnecting' || connection === 'gone') && (
      <p className="notice warn">{text(connection === 'gone' ? 'workshop.gone' : 'workshop.reconnecting')}</p>
    )}
  </div>
)
