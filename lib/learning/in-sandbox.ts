import type { Lesson } from '@/lib/courses'
import type { SandboxProvider } from '@/sandbox/provider'

/** A lesson with the names that its namespaces have in a sandbox: text, files, exercise and start states. */
export function inSandbox(
  lesson: Lesson,
  { id, provider }: { id: string; provider: Pick<SandboxProvider, 'translation'> },
): Lesson {
  const translation = provider.translation?.(id, lesson.exercise)
  if (!translation) return lesson
  const { mdx, home, exercise } = lesson
  return { ...lesson, ...translation.toSandbox({ mdx, home, exercise }) }
}
