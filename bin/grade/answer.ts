import { readdir, readFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** An answer as it lies in its directory. */
export type Answer = {
  directory: string
  /** Relative path to content; its `answer.sh` is run, else everything is applied. */
  files: ReadonlyMap<string, Uint8Array>
  /** Task id to check id to what is chosen or typed; a cell of a truth table goes by `<check>/<cell>`. */
  quiz?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const scriptName = 'answer.sh'
const quizName = 'answers.yaml'
/** Files that speak about the answer and are no part of it: `kubectl apply -f .` must not see them. */
const aside = new Set([quizName, 'expect.yaml'])

const quizSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number()]).transform(String)),
)

/** The answer's files cannot be read, or its answers.yaml has another shape; `message` says which and why. */
export class AnswerError extends Error {}

/** Reads it. Rejects with AnswerError. */
export async function readAnswer(directory: string): Promise<Answer> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)).split(sep).join(posix.sep))
    .sort()
  const files = new Map<string, Uint8Array>()
  for (const path of paths) if (!aside.has(path)) files.set(path, await readFile(join(directory, path)))
  const quiz = paths.includes(quizName)
    ? readQuiz(await readFile(join(directory, quizName), 'utf8'), directory)
    : undefined
  return { directory, files, ...(quiz && { quiz }) }
}

function readQuiz(text: string, directory: string): z.infer<typeof quizSchema> {
  try {
    return quizSchema.parse(parse(text))
  } catch (error) {
    const [reason] =
      error instanceof z.ZodError ? error.issues.map(({ message }) => message) : [String(error)]
    throw new AnswerError(`${join(directory, quizName)}: write "task: {check: answer}" (${reason})`)
  }
}
