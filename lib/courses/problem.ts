/** Something wrong in the content, in words for its author. */
export type ContentProblem = {
  /** Relative to the content directory. */
  file: string
  line?: number
  message: string
}

export const problemText = ({ file, line, message }: ContentProblem) =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}`

/** Content that cannot be used; `message` lists all that is wrong, a line each. */
export class ContentError extends Error {
  constructor(readonly problems: readonly ContentProblem[]) {
    super(problems.map(problemText).join('\n'))
    this.name = 'ContentError'
  }
}
