import { ContentError, contentDirectories, type Lesson, loadCourses } from '@/lib/courses'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { Outcome } from '@/sandbox/exercise'
import { AnswerError, readAnswer } from './answer'
import { type GradeArguments, parseArguments, UsageError, usage } from './arguments'
import { gradeAnswer } from './grade-answer'
import { humanText, jsonLine } from './report'

/** `netpol-lab grade`: 0 all passed, 1 some failed, 2 could not tell, 64 wrong usage or unreadable content. */
export async function grade(args: string[]): Promise<number> {
  try {
    const wanted = parseArguments(args)
    if (wanted === 'help') {
      process.stdout.write(usage)
      return 0
    }
    return exitStatus(await gradeAll(wanted, await findLesson(wanted)))
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`netpol-lab grade: ${error.message}\n\n${usage}`)
    else if (error instanceof ContentError || error instanceof AnswerError)
      process.stderr.write(`${error.message}\n`)
    else throw error
    return 64
  }
}

async function findLesson({ course: slug, lesson, task }: GradeArguments): Promise<Lesson> {
  const courses = await loadCourses(contentDirectories(process.env.CONTENT_DIR))
  const course = courses.find(one => one.slug === slug)
  if (!course) throw new UsageError(`there is no course "${slug}"; there is ${listed(courses)}`)
  const found = course.lessons.find(one => one.slug === lesson)
  if (!found) throw new UsageError(`${slug} has no lesson "${lesson}"; it has ${listed(course.lessons)}`)
  const tasks = found.exercise.tasks.map(({ id }) => id)
  if (task !== undefined && !tasks.includes(task))
    throw new UsageError(`--task ${task}: ${lesson} has ${tasks.join(', ')}`)
  return found
}

const listed = (named: readonly { slug: string }[]) => named.map(({ slug }) => slug).join(', ')

async function gradeAll({ answers, task, json }: GradeArguments, lesson: Lesson): Promise<Outcome[]> {
  const provider = await createEmbeddedProvider()
  const outcomes: Outcome[] = []
  try {
    for (const directory of answers) {
      const answer = await readAnswer(directory)
      const result = await gradeAnswer({
        provider,
        lesson,
        answer,
        task,
        onOutput: text => process.stderr.write(text),
      })
      process.stdout.write(json ? `${jsonLine(result)}\n` : humanText(result))
      outcomes.push(result.outcome)
    }
  } finally {
    await provider.close()
  }
  return outcomes
}

function exitStatus(outcomes: readonly Outcome[]): number {
  if (outcomes.includes('failed')) return 1
  return outcomes.includes('inconclusive') ? 2 : 0
}
