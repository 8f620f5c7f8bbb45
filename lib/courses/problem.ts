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

/** An author is told everything at once, whatever is found first. */
export function throwAllProblems(settled: readonly PromiseSettledResult<unknown>[]): void {
  const reasons = settled.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []))
  const other = reasons.find(reason => !(reason instanceof ContentError))
  if (other !== undefined) throw other
  const problems = reasons.flatMap(reason => (reason instanceof ContentError ? reason.problems : []))
  if (problems.length > 0) throw new ContentError(problems)
}
