import { parseArgs } from 'node:util'
import { type ContentProblem, contentDirectories, lintContent, loadCourses, problemText } from '@/lib/courses'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { playedProblems } from './played'

const usage = `Usage: netpol-lab lint [DIR ...] [--quick]

Tells what is wrong with courses, by file and line: shape, links, names of objects that nobody made, arrows
of diagrams that the engine has otherwise, images that nobody serves, missing answers. Then plays every answer of every
lesson: at the start no task passes, each solution and alternative passes, each wrong answer fails with the explanation
that it names.

  DIR       a folder of courses, or of one (CONTENT_DIR, else our own)
  --quick   plays no answers

Exit status: 0 nothing to say, 1 problems, 64 wrong usage.
`

/** `netpol-lab lint`. */
export async function lint(args: string[]): Promise<number> {
  let wanted: { quick: boolean; help: boolean; directories: string[] }
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    wanted = { ...values, directories: positionals }
  } catch (error) {
    process.stderr.write(`netpol-lab lint: ${error instanceof Error ? error.message : error}\n\n${usage}`)
    return 64
  }
  if (wanted.help) {
    process.stdout.write(usage)
    return 0
  }
  const roots =
    wanted.directories.length > 0 ? wanted.directories : contentDirectories(process.env.CONTENT_DIR)
  const tell = (problem: ContentProblem) => process.stderr.write(`${problemText(problem)}\n`)
  let count = 0
  for (const root of roots)
    for (const problem of await lintContent(root)) {
      count += 1
      tell(problem)
    }
  // What cannot be read cannot be played.
  if (count === 0 && !wanted.quick) count += await play(roots, tell)
  return count > 0 ? 1 : 0
}

async function play(roots: readonly string[], tell: (problem: ContentProblem) => void): Promise<number> {
  const lessons = (await loadCourses(roots)).flatMap(course => course.lessons)
  const provider = await createEmbeddedProvider()
  let count = 0
  try {
    for (const lesson of lessons) {
      process.stderr.write(`${lesson.slug} ...\n`)
      for await (const problem of playedProblems(provider, lesson)) {
        count += 1
        tell(problem)
      }
    }
  } finally {
    await provider.close()
  }
  return count
}
