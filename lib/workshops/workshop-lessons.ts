import type { CourseSource } from '@/lib/courses/course-source'
import type { Learning } from '@/lib/learning/learning'
import { outlineOf } from '@/lib/learning/page/outline'
import { noProgress, type Progress } from '@/lib/learning/progress'
import {
  type CourseOutline,
  type LessonPage,
  type OwnSeat,
  type Person,
  type ReportRow,
  reportOf,
  taskKey,
  type Workshop,
} from '@/protocol'
import { lessonsPath, placeOf, workshopCourse } from './course'
import type { Rooms } from './rooms'
import type { Seats } from './seats'
import type { Steering } from './steering'
import type { Workshops } from './workshops'

/** What the pages of a workshop's participants show. Null: they have no seat, or there is no such lesson, or not yet. */
export interface WorkshopLessons {
  /** What each participant did; nobody where the course is gone. */
  report(workshop: string): Promise<ReportRow[]>
  /** The lessons of a workshop, of nobody. Null: the course is gone. */
  plan(workshop: Workshop): Promise<CourseOutline | null>
  outline(person: Person, workshop: string): Promise<{ seat: OwnSeat; course: CourseOutline } | null>
  page(person: Person, workshop: string, lesson: string): Promise<{ seat: OwnSeat; page: LessonPage } | null>
}

type WorkshopLessonsOptions = {
  courses: CourseSource
  learning: Pick<Learning, 'lessonPageIn'>
  progress: Pick<Progress, 'of'>
  rooms: Rooms
  seats: Pick<Seats, 'own'>
  steering: Pick<Steering, 'refuseClosed'>
  workshops: Pick<Workshops, 'find'>
}

export function createWorkshopLessons(options: WorkshopLessonsOptions): WorkshopLessons {
  const { courses, learning, progress, rooms, seats, steering, workshops } = options
  const taught = async (person: Person, id: string) => {
    const [seat, workshop] = await Promise.all([seats.own(person, id), workshops.find(id)])
    const course = workshop && (await courses.course(workshop.course))
    return seat && course ? { seat, course: workshopCourse(course, workshop) } : null
  }
  return {
    async report(id) {
      const workshop = await workshops.find(id)
      const course = workshop && (await courses.course(workshop.course))
      if (!course) return []
      const { state, seats: places } = await rooms.of(id)
      const keys = workshopCourse(course, workshop).lessons.flatMap(({ slug, exercise }) =>
        exercise.tasks.map(task => taskKey({ lesson: slug, task: task.id })),
      )
      return reportOf(state, places, keys)
    },
    async plan(workshop) {
      const course = await courses.course(workshop.course)
      return course && outlineOf(workshopCourse(course, workshop), noProgress, lessonsPath(workshop.id))
    },
    async outline(person, id) {
      const found = await taught(person, id)
      if (!found) return null
      const done = await progress.of(person.id, found.course.slug)
      return { seat: found.seat, course: outlineOf(found.course, done, lessonsPath(id)) }
    },
    async page(person, id, lesson) {
      const found = await taught(person, id)
      if (!found) return null
      const { seat, course } = found
      const isOpen = await steering.refuseClosed(placeOf(seat.seat), lesson).then(
        () => true,
        () => false,
      )
      if (!isOpen) return null
      const where = { sandbox: seat.sandbox, course, base: lessonsPath(id) }
      const page = await learning.lessonPageIn(person, where, lesson)
      return page && { seat, page }
    },
  }
}
