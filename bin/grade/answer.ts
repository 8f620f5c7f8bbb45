import { readdir, readFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** An answer as it lies in its directory. */
export type Answer = {
  directory: string
  /** Relative path to content; its `answer.sh` is run, else everything is applied. */
  files: ReadonlyMap<string, Uint8Array>
  /** Task id to check id to option id. */
  quiz?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const scriptName = 'answer.sh'
const quizName = 'answers.yaml'
/** Files that speak about the answer and are no part of it: `kubectl apply -f .` must not see them. */
const aside = new Set([quizName, 'expect.yaml'])

const quizSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** Reads it. Rejects when a file cannot be read or answers.yaml has another shape. */
export async function readAnswer(directory: string): Promise<Answer> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)).split(sep).join(posix.sep))
    .sort()
  const files = new Map<string, Uint8Array>()
  for (const path of paths) if (!aside.has(path)) files.set(path, await readFile(join(directory, path)))
  const quiz = paths.includes(quizName)
    ? quizSchema.parse(parse(await readFile(join(directory, quizName), 'utf8')))
    : undefined
  return { directory, files, ...(quiz && { quiz }) }
}
