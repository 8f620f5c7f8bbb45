import type { Exercise } from '@/sandbox/exercise'

/** What learning needs of a lesson's content. */
export type LessonText = {
  slug: string
  /** `05` */
  number: string
  title: string
  minutes: number
  summary: string
  abilities: readonly string[]
  exercise: Exercise
  /** Files for the learner's home directory; `path` is relative to it. */
  home: readonly { path: string; content: Uint8Array | string }[]
}

export type CourseText = {
  slug: string
  title: string
  description: string
  /** The lesson that "Start now" opens. */
  start: string
  lessons: readonly LessonText[]
}

/** Where courses come from. Null: there is no such course. */
export interface CourseSource {
  course(slug: string): Promise<CourseText | null>
}

export const lessonOf = (course: CourseText | null, slug: string): LessonText | undefined =>
  course?.lessons.find(lesson => lesson.slug === slug)

export const taskOf = ({ exercise }: LessonText, id: string) => exercise.tasks.find(task => task.id === id)

/** Names the start state of a task: the lesson's, or its own. */
export const startKey = (lesson: LessonText, task: string): string =>
  taskOf(lesson, task)?.start ? `${lesson.slug}/${task}` : lesson.slug
