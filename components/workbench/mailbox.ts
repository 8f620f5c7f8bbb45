/** Carries requests to whoever takes them; what comes before anybody does is kept. */
export class Mailbox<Request> {
  private readonly waiting: Request[] = []
  private handler: ((request: Request) => void) | undefined

  send(request: Request): void {
    if (this.handler) this.handler(request)
    else this.waiting.push(request)
  }

  /** Takes what waits and what comes; returns how to stop. */
  take(handler: (request: Request) => void): () => void {
    this.handler = handler
    for (const request of this.waiting.splice(0)) handler(request)
    return () => {
      if (this.handler === handler) this.handler = undefined
    }
  }
}
