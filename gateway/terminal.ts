import type { WebSocket } from 'ws'
import type { OpenSandbox } from '@/lib/sandboxes/open-sandbox'
import {
  protocolVersion,
  type TerminalClientMessage,
  type TerminalServerMessage,
  terminalClientMessage,
} from '@/protocol'
import { closeCode, follow, mostBuffered } from './connection'

type Terminal = Awaited<ReturnType<OpenSandbox['terminal']>>
type Attachment = ReturnType<Terminal['attach']>
type Attach = Extract<TerminalClientMessage, { type: 'attach' }>

/** Milliseconds after which it is looked whether a slow viewer has caught up. */
const lookAgain = 200

/** Says why there is no such terminal here, and ends the connection. */
export function refuseTerminal(socket: WebSocket, text: string): void {
  socket.on('error', () => {})
  socket.send(JSON.stringify({ type: 'refused', reason: 'elsewhere', text } satisfies TerminalServerMessage))
  socket.close(closeCode.going, 'not on this server')
}

/**
 * Carries a viewer's keys to a terminal and the terminal's bytes to the viewer. What somebody does who may not type
 * (now) is dropped, the size of their screen, too.
 */
export function serveTerminal(
  socket: WebSocket,
  open: OpenSandbox,
  name: string,
  mayType: () => boolean = () => true,
): void {
  const hold = open.hold()
  let attachment: Attachment | undefined
  let wake: NodeJS.Timeout | undefined

  const connection = follow<typeof terminalClientMessage, TerminalServerMessage>(
    socket,
    terminalClientMessage,
    open.terminal(name).then(receiver),
    text => ({ type: 'refused', reason: 'message', text }),
  )
  connection.onClose(() => {
    clearTimeout(wake)
    attachment?.dispose()
    hold.dispose()
  })

  /**
   * Attaches. A viewer that falls behind gets no output, though its keys still go through (Ctrl-C ends a flood), and
   * once it has caught up is attached again from where it is.
   */
  function attach(terminal: Terminal, viewer: string, after: number | undefined) {
    let seen = after
    let behind = false
    const catchUp = () => {
      if (connection.buffered > mostBuffered / 4) wake = setTimeout(catchUp, lookAgain)
      else {
        attachment?.dispose()
        attach(terminal, viewer, seen)
      }
    }
    attachment = terminal.attach({
      id: viewer,
      after,
      send(event) {
        const painted = event.type === 'output' || event.type === 'screen'
        if (painted && behind) return
        connection.send(event)
        if (painted) seen = event.sequence
        if (!behind && connection.buffered > mostBuffered) {
          behind = true
          wake = setTimeout(catchUp, lookAgain)
        }
      },
    })
  }

  function receiver(terminal: Terminal) {
    const receive: Readonly<{
      [Type in TerminalClientMessage['type']]: (
        message: Extract<TerminalClientMessage, { type: Type }>,
      ) => void
    }> = {
      attach: (message: Attach) => {
        if (message.version !== protocolVersion) {
          connection.send({
            type: 'refused',
            reason: 'version',
            text: 'Reload the page: it is older than the server.',
          })
          return connection.close(closeCode.bad, 'reload the page')
        }
        clearTimeout(wake)
        attachment?.dispose()
        attach(terminal, message.viewer, message.after)
        if (mayType()) attachment?.resize({ columns: message.columns, rows: message.rows })
      },
      input: ({ sequence, data }) => {
        if (!mayType()) return
        open.touch()
        attachment?.input(sequence, data)
      },
      resize: ({ columns, rows }) => mayType() && attachment?.resize({ columns, rows }),
      edited: ({ edit, text }) => mayType() && attachment?.edited(edit, text),
    }
    return (message: TerminalClientMessage) => (receive[message.type] as (message: unknown) => void)(message)
  }
}
