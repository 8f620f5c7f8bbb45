import type { Course } from '@/lib/courses'
import { lessonOf } from '@/lib/courses/course-source'

type Picked = { title: string; lessons: readonly string[] }

/** A course as a workshop has it: some of its lessons, in an order of its own. Lessons that are gone are left out. */
export function workshopCourse(course: Course, { title, lessons }: Picked): Course {
  const picked = lessons.flatMap(slug => lessonOf(course, slug) ?? [])
  return { ...course, title, start: picked[0]?.slug ?? course.start, lessons: picked }
}

/** Where the lessons of a workshop's participants are. */
export const lessonsPath = (workshop: string) => `/workshops/${workshop}/lessons`

const prefix = 'seat:'

/** The place of a seat's sandbox. */
export const placeOf = (seat: string) => `${prefix}${seat}`

/** The seat of a place; undefined: it is none. */
export const seatAt = (place: string): string | undefined =>
  place.startsWith(prefix) ? place.slice(prefix.length) : undefined
