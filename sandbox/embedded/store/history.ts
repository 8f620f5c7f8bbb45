import { type Change, Compacted } from './store'

/** The last changes, for watches that begin in the past. Holds between `limit` and twice that many. */
export class History {
  #changes: Change[] = []
  /** The oldest revision after which everything is still known. */
  #complete: number

  /** Does it hold anything? */
  get isEmpty(): boolean {
    return this.#changes.length === 0
  }

  /** Is everything after `revision` still known? */
  reaches(revision: number): boolean {
    return revision >= this.#complete
  }

  constructor(
    revision: number,
    private readonly limit: number,
  ) {
    this.#complete = revision
  }

  add(change: Change): void {
    this.#changes.push(change)
    if (this.#changes.length < this.limit * 2) return
    this.#changes.splice(0, this.limit)
    this.#complete = this.#changes[0]!.revision - 1
  }

  /** Changes after `revision`. Throws `Compacted` when some of them are forgotten. */
  after(revision: number): Change[] {
    if (!this.reaches(revision)) throw new Compacted(this.#complete)
    let low = 0
    let high = this.#changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#changes[middle]!.revision <= revision) low = middle + 1
      else high = middle
    }
    return this.#changes.slice(low)
  }
}
