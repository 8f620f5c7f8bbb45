/** A transfer failed; `status` is curl's exit status (libcurl-errors(3)). */
export class CurlError extends Error {
  /** What `-v` says about it. */
  readonly note?: string
  /** Before a transfer began: the progress meter stays as it is. */
  readonly before: boolean

  constructor(
    readonly status: number,
    message: string,
    { note, before = false }: { note?: string; before?: boolean } = {},
  ) {
    super(message)
    this.name = 'CurlError'
    if (note !== undefined) this.note = note
    this.before = before
  }
}
