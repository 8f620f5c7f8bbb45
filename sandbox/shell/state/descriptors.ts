import type { Output, SharedInput } from '../../process'

/** An open file: shared by everybody who has it, closed when the last lets go. */
export class Descriptor {
  #references = 1

  constructor(
    readonly ends: { input?: SharedInput; output?: Output },
    private readonly closed: () => void = () => {},
  ) {}

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    if (--this.#references === 0) this.closed()
  }
}

/** The open files of one shell process by number (0 to 2 are the standard ones). */
export class Descriptors {
  readonly #open = new Map<number, Descriptor>()

  get(fd: number): Descriptor | undefined {
    return this.#open.get(fd)
  }

  /** Takes the descriptor over, and lets go of what was there. */
  set(fd: number, descriptor: Descriptor): void {
    const before = this.#open.get(fd)
    this.#open.set(fd, descriptor)
    before?.release()
  }

  close(fd: number): void {
    const before = this.#open.get(fd)
    this.#open.delete(fd)
    before?.release()
  }

  /** The lowest number from `least` on that is free. */
  free(least: number): number {
    let fd = least
    while (this.#open.has(fd)) fd++
    return fd
  }

  /** The same open files for another process, or for one command with redirections. */
  duplicate(): Descriptors {
    const copy = new Descriptors()
    for (const [fd, descriptor] of this.#open) copy.#open.set(fd, descriptor.retain())
    return copy
  }

  closeAll(): void {
    for (const fd of [...this.#open.keys()]) this.close(fd)
  }
}
