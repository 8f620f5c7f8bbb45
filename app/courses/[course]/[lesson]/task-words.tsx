import { Markdown } from '@/components/lesson-text/markdown'
import type { TaskWords } from '@/components/tasks/task-panel'
import type { LessonPage } from '@/protocol'

const rendered = (source: string) => <Markdown key={source} source={source} format="md" />

/** The Markdown of every task, rendered on the server, so that the browser needs no Markdown of its own. */
export const taskWords = (page: LessonPage): Record<string, TaskWords> =>
  Object.fromEntries(
    page.exercise.tasks.map(task => [
      task.id,
      { text: rendered(task.text), hints: task.hints.map(rendered), success: rendered(task.success) },
    ]),
  )
