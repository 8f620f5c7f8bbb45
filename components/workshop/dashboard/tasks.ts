import type { CourseOutline } from '@/protocol'
import { taskKey } from '@/protocol/workshop'

/** A column of the dashboard. */
export type ClassTask = {
  key: string
  lesson: string
  /** e.g. `05 Default deny: deny ingress`. */
  name: string
  /** e.g. `05.1`. */
  short: string
}

export const tasksOf = ({ lessons }: CourseOutline): ClassTask[] =>
  lessons.flatMap(({ slug, number, title, tasks }) =>
    tasks.map((task, index) => ({
      key: taskKey({ lesson: slug, task: task.id }),
      lesson: slug,
      name: `${number} ${title}: ${task.title}`,
      short: tasks.length > 1 ? `${number}.${index + 1}` : number,
    })),
  )
