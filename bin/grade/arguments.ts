import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const usage = `Usage: netpol-lab grade COURSE/LESSON --answer DIR [--answer DIR ...] [--task ID] [--json]

For each answer: the lesson's start state in a cluster of its own, the answer, a grading of every task.

  --answer DIR   a directory: its answer.sh is run there by the sandbox's shell; without one, kubectl apply -f .
                 What still runs after a minute is stopped.
                 An answers.yaml (task: {check: answer}) answers questions; without it, they are not graded.
  --task ID      grade one task alone
  --json         one line of JSON an answer, in order

Exit status: 0 all passed, 1 some failed, 2 could not tell, 64 wrong usage.
`

export type GradeArguments = {
  course: string
  lesson: string
  answers: readonly string[]
  task?: string
  json: boolean
}

/** The command line was not understood; `message` says why. */
export class UsageError extends Error {}

/** Throws `UsageError`. */
export function parseArguments(args: readonly string[]): GradeArguments | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const [path, ...more] = positionals
  if (path === undefined) throw new UsageError('which lesson? e.g. network-policies/05-default-deny-ingress')
  if (more.length > 0)
    throw new UsageError(`one lesson at a time; what is "${more[0]}"? (--answer goes before each directory)`)
  const [course, lesson, ...rest] = path.split('/')
  if (!course || !lesson || rest.length > 0)
    throw new UsageError(
      `"${path}" is no lesson; write COURSE/LESSON, e.g. network-policies/05-default-deny-ingress`,
    )
  const answers = values.answer ?? []
  if (answers.length === 0) throw new UsageError('--answer DIR is missing: what should be graded?')
  for (const directory of answers)
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`--answer ${directory}: there is no such directory`)
  return { course, lesson, answers, task: values.task, json: values.json }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        answer: { type: 'string', multiple: true },
        task: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
