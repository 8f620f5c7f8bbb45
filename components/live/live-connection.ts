import type { LiveClientMessage, LiveServerMessage } from '@/protocol'
import { protocolVersion } from '@/protocol/version'
import { applyLive, initialLiveState, type LiveState } from './live-state'
import { ReconnectingSocket, socketUrl } from './reconnecting-socket'

/** One sandbox's live socket as a store for `useSyncExternalStore`. */
export class LiveConnection {
  private state: LiveState = initialLiveState
  private readonly listeners = new Set<() => void>()
  private socket: ReconnectingSocket | undefined

  constructor(
    /** Below `/ws/`. */
    private readonly path: string,
    private readonly stillThere: () => Promise<boolean>,
  ) {}

  /** Connects; returns how to stop. */
  start(): () => void {
    const socket = new ReconnectingSocket({
      url: socketUrl(`/ws/${this.path}`),
      stillThere: this.stillThere,
      onOpen: () => {
        const subscribe: LiveClientMessage = {
          type: 'subscribe',
          version: protocolVersion,
          after: this.state.sequence,
        }
        socket.send(subscribe)
      },
      onMessage: data => this.set(applyLive(this.state, JSON.parse(data) as LiveServerMessage)),
      onState: connection => this.set({ ...this.state, connection }),
    })
    this.socket = socket
    socket.start()
    return () => {
      socket.dispose()
      if (this.socket === socket) this.socket = undefined
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): LiveState => this.state

  private set(state: LiveState) {
    if (state === this.state) return
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
