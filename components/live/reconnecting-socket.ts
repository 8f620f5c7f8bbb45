/** `gone`: the server says that there is nothing here for this person (any more); no further attempts. */
export type SocketState = 'connecting' | 'open' | 'reconnecting' | 'gone'

export type ReconnectingSocketOptions = {
  url: string
  /** Called on each new connection: say what is to be resumed. */
  onOpen: () => void
  onMessage: (data: string) => void
  onState: (state: SocketState) => void
  /** Asked when a connection cannot be made: is there still something to connect to? Rejects when nobody answers. */
  stillThere: () => Promise<boolean>
}

const firstDelay = 200
const longestDelay = 8_000

/** A WebSocket that comes back: with growing pauses, and at once when the network or the tab does. */
export class ReconnectingSocket {
  private socket: WebSocket | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private attempts = 0
  private stopped = false

  constructor(private readonly options: ReconnectingSocketOptions) {}

  start(): void {
    window.addEventListener('online', this.retryNow)
    document.addEventListener('visibilitychange', this.retryNow)
    this.options.onState('connecting')
    this.connect()
  }

  /** Sends if the connection is open; says whether it did. */
  send(message: unknown): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(message))
    return true
  }

  /** No more attempts: there is nothing left to connect to. */
  giveUp(): void {
    this.options.onState('gone')
    this.dispose()
  }

  dispose(): void {
    this.stopped = true
    clearTimeout(this.timer)
    window.removeEventListener('online', this.retryNow)
    document.removeEventListener('visibilitychange', this.retryNow)
    this.socket?.close()
  }

  private connect() {
    if (this.stopped) return
    const socket = new WebSocket(this.options.url)
    this.socket = socket
    let opened = false
    socket.onopen = () => {
      opened = true
      this.attempts = 0
      this.options.onState('open')
      this.options.onOpen()
    }
    socket.onmessage = event => this.options.onMessage(String(event.data))
    socket.onclose = () => {
      if (this.stopped || this.socket !== socket) return
      this.options.onState('reconnecting')
      if (opened) this.schedule()
      else this.askThenSchedule()
    }
  }

  /** A refused upgrade looks like a lost network to a page, so the REST API is asked which it is. */
  private askThenSchedule() {
    this.options.stillThere().then(
      there => (there ? this.schedule() : this.giveUp()),
      () => this.schedule(),
    )
  }

  private schedule() {
    if (this.stopped) return
    const delay = Math.min(longestDelay, firstDelay * 2 ** this.attempts) * (0.75 + Math.random() / 2)
    this.attempts++
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.connect(), delay)
  }

  private retryNow = () => {
    if (document.visibilityState !== 'visible' || this.socket?.readyState !== WebSocket.CLOSED) return
    clearTimeout(this.timer)
    this.attempts = 0
    this.connect()
  }
}

/** The address of a WebSocket of this page's server. */
export const socketUrl = (path: string) =>
  `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}${path}`
