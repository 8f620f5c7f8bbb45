import type { Course, Lesson } from '@/lib/courses'
import type { CourseSource } from '@/lib/courses/course-source'
import { inSandbox } from '@/lib/learning/in-sandbox'
import type { Learning } from '@/lib/learning/learning'
import { namedAddresses } from '@/lib/learning/page/named-addresses'
import { coursePath, outlineOf } from '@/lib/learning/page/outline'
import { noProgress, type Progress } from '@/lib/learning/progress'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import {
  type ClassPoll,
  type CourseOutline,
  type LessonPage,
  type LessonQuestion,
  type OwnSeat,
  type Person,
  type ReportRow,
  reportOf,
  type SeatCluster,
  type SeatPlaces,
  taskKey,
  type Workshop,
} from '@/protocol'
import { lessonsPath, placeOf, workshopCourse } from './course'
import type { Steering } from './leading/steering'
import type { Rooms } from './room/rooms'
import { isOver, type Seated, type Seats } from './roster/seats'
import type { Workshops } from './workshops'

export type TaughtCourse = { seat: Seated; course: CourseOutline; over: boolean }

/** What the pages of a workshop's participants show. Null: they have no seat, or there is no such lesson, or not yet. */
export interface WorkshopLessons {
  /** The lessons as the workshop has them. Null: there is no such, or its course is gone. */
  course(workshop: string): Promise<Course | null>
  /** What each participant did; nobody where the course is gone. */
  report(workshop: string): Promise<ReportRow[]>
  /** The lessons of a workshop, of nobody. Null: the course is gone. */
  plan(workshop: Workshop): Promise<CourseOutline | null>
  /** Also when the workshop is over: then its lessons are those of the course. */
  outline(person: Person, workshop: string): Promise<TaughtCourse | null>
  /** What was asked of the class, and how it was answered. */
  polls(workshop: string): Promise<readonly ClassPoll[]>
  /** The quiz questions of the lessons, to be asked of the class. */
  questions(workshop: string): Promise<LessonQuestion[]>
  /** Where the lessons are in the sandbox of a seat. Null: nobody sits there. */
  places(workshop: string, seat: string): Promise<SeatPlaces | null>
  /** Where the cluster of a seat is, and its shells with it. Null: nobody has sat there. */
  clusterOf(workshop: string, seat: string): Promise<SeatCluster | null>
  page(person: Person, workshop: string, lesson: string): Promise<{ seat: OwnSeat; page: LessonPage } | null>
}

type WorkshopLessonsOptions = {
  courses: CourseSource
  learning: Pick<Learning, 'lessonPageIn'>
  providerOf: Sandboxes['providerOf']
  progress: Pick<Progress, 'of'>
  rooms: Rooms
  seats: Pick<Seats, 'own' | 'seated' | 'takenSandbox'>
  steering: Pick<Steering, 'refuseClosed'>
  workshops: Pick<Workshops, 'find'>
}

export function createWorkshopLessons(options: WorkshopLessonsOptions): WorkshopLessons {
  const { courses, learning, progress, providerOf, rooms, seats, steering, workshops } = options
  const courseOf = async (id: string) => {
    const workshop = await workshops.find(id)
    const course = workshop && (await courses.course(workshop.course))
    return course && workshopCourse(course, workshop)
  }
  return {
    course: courseOf,
    async report(id) {
      const course = await courseOf(id)
      if (!course) return []
      const { state, seats: places } = await rooms.of(id)
      const keys = course.lessons.flatMap(({ slug, exercise }) =>
        exercise.tasks.map(task => taskKey({ lesson: slug, task: task.id })),
      )
      return reportOf(state, places, keys)
    },
    async plan(workshop) {
      const course = await courses.course(workshop.course)
      return course && outlineOf(workshopCourse(course, workshop), noProgress, lessonsPath(workshop.id))
    },
    async outline(person, id) {
      const [seat, course] = await Promise.all([seats.seated(person, id), courseOf(id)])
      if (!seat || !course) return null
      const done = await progress.of(person.id, course.slug)
      const over = isOver(seat)
      const base = over ? coursePath(course.slug) : lessonsPath(id)
      return { seat, over, course: outlineOf(course, done, base) }
    },
    async clusterOf(id, seat) {
      const room = await rooms.of(id)
      if (room.state.seats[seat]?.joinedAt == null) return null
      if (room.isElsewhere({ seat })) return 'elsewhere'
      return (await seats.takenSandbox(id, seat)) === null ? 'none' : 'here'
    },
    polls: async id => (await rooms.of(id)).state.polls,
    async questions(id) {
      const course = await courseOf(id)
      return (course?.lessons ?? []).flatMap(({ slug, exercise }) =>
        exercise.tasks.flatMap(({ checks }) =>
          checks.flatMap(check =>
            check.kind === 'quiz' && check.options.length <= mostChoices
              ? [{ lesson: slug, ...questionOf(check) }]
              : [],
          ),
        ),
      )
    },
    async places(id, seat) {
      const [sandbox, course] = await Promise.all([seats.takenSandbox(id, seat), courseOf(id)])
      if (!sandbox || !course) return null
      const here = { id: sandbox, provider: await providerOf(sandbox) }
      const places = course.lessons.map(lesson => {
        const { slug, exercise } = inSandbox(lesson, here)
        const { namespace, tasks } = exercise
        const byTask = tasks.map(task => [task.id, task.namespace ?? namespace] as const)
        const place = { namespace, addresses: namedAddresses(exercise), tasks: Object.fromEntries(byTask) }
        return [slug, place] as const
      })
      return Object.fromEntries(places)
    },
    async page(person, id, lesson) {
      const [seated, course] = await Promise.all([seats.seated(person, id), courseOf(id)])
      if (!seated || !course || isOver(seated)) return null
      const seat = await seats.own(person, id)
      if (!seat) return null
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

type Quiz = Extract<Lesson['exercise']['tasks'][number]['checks'][number], { kind: 'quiz' }>

/** More than a poll can have. */
const mostChoices = 6

const questionOf = ({ question, options }: Quiz) => ({
  question,
  choices: options.map(({ text }) => text),
  right: options.findIndex(({ right }) => right),
})
