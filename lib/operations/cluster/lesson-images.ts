import type { Course } from '@/lib/courses'

type Container = { image?: string }
type Maker = { containers?: Container[]; template?: { spec?: { containers?: Container[] } } }

/** Every image that a lesson of these courses starts with, but those that are wrong on purpose. */
export function lessonImages(courses: readonly Course[]): string[] {
  const objects = courses
    .flatMap(({ lessons }) => lessons)
    .flatMap(({ exercise }) => [...exercise.start, ...exercise.tasks.flatMap(({ start = [] }) => start)])
  const images = objects.flatMap(object => {
    const { containers = [], template } = (object.spec ?? {}) as Maker
    return [...containers, ...(template?.spec?.containers ?? [])].flatMap(({ image }) => image ?? [])
  })
  return [...new Set(images)].sort()
}
