import type { Lesson } from '@/lib/courses'
import type { Translation } from '@/sandbox/provider'

/** A lesson with the names that its namespaces have in a sandbox: text, files, exercise and start states. */
export function inSandbox(lesson: Lesson, translation: Translation | undefined): Lesson {
  if (!translation) return lesson
  const { mdx, home, exercise } = lesson
  return { ...lesson, ...translation.toSandbox({ mdx, home, exercise }) }
}
