'use client'

import type { SocketState } from '@/components/live/reconnecting-socket'
import { text } from '@/components/ui/text'

type ConnectionNoticeProps = { connection: SocketState; refused: string | null }

/** A lost connection, in the terminal's own place: typing goes on and is kept. */
export function ConnectionNotice({ connection, refused }: ConnectionNoticeProps) {
  return (
    <div role="status">
      {connection === 'reconnecting' && (
        <div className="notice warn">
          <p>{text('terminal.reconnecting')}</p>
        </div>
      )}
      {connection === 'gone' && (
        <div className="notice bad">
          <p>{refused ?? text('terminal.gone')}</p>
          <button type="button" className="button small" onClick={() => window.location.reload()}>
            {text('reload')}
          </button>
        </div>
      )}
    </div>
  )
}
