/** Lets the bytes of a connection pass, or holds them back as a network does that drops every packet of it. */
export interface Valve {
  /** Has one end closed? What is held back then is of no interest any more. */
  readonly over: boolean
  /** Resolves when bytes may pass; undefined while they may. */
  readonly closed: Promise<void> | undefined
  set(open: boolean): void
  end(): void
}

export function createValve(): Valve {
  let waiting: { promise: Promise<void>; open: () => void } | undefined
  let over = false
  return {
    get over() {
      return over
    },
    get closed() {
      return waiting?.promise
    },
    set(open) {
      if (open) {
        waiting?.open()
        waiting = undefined
      } else if (!waiting) {
        let resume = () => {}
        const promise = new Promise<void>(resolve => {
          resume = resolve
        })
        waiting = { promise, open: resume }
      }
    },
    end() {
      over = true
    },
  }
}
