import { createHmac, timingSafeEqual } from 'node:crypto'
import { type CourseSource, lessonOf } from '@/lib/courses/course-source'
import type { PrismaClient } from '@/lib/database/database'
import { coursePath } from '@/lib/learning/page/outline'
import { lessonsPath } from '@/lib/workshops/course'
import type { Seats } from '@/lib/workshops/roster/seats'
import type { Workshops } from '@/lib/workshops/workshops'
import type { Person } from '@/protocol'
import type { Launch } from './claims'
import { type Choice, say } from './pages'

/** What a link leads to, and what of it is graded. */
export type Target = { path: string; course: string; lessons: readonly string[]; workshop: string | null }

/** What a link can lead to: a course, a lesson, a workshop for a class. */
export interface Targets {
  /** Where a launch leads; whoever teaches gives the workshop, others get a seat. Null: there is no such thing (any more). */
  enter(person: Person, launch: Launch, platform: string): Promise<Target | null>
  choices(person: Person): Promise<Choice[]>
  /** What is sent back for a choice: the link with its title. Null: there is no such choice. */
  chosen(person: Person, value: string, seats: number, at: Bound): Promise<Chosen | null>
}

/** The class that a workshop is bound to. */
type Bound = { platform: string; deployment: string; context: string; title: string | undefined }
type Chosen = { title: string; custom: Record<string, string>; resourceId: string }

type TargetsOptions = {
  prisma: PrismaClient
  courses: CourseSource
  seats: Pick<Seats, 'join'>
  workshops: Pick<Workshops, 'create' | 'find' | 'givenBy'>
  secret: string
}

export function createTargets({ prisma, courses, seats, workshops, secret }: TargetsOptions): Targets {
  /**
   * Whoever teaches on a platform can write any parameters into a link: that a workshop is theirs says only what we
   * sealed when it was chosen, for that class and no other.
   */
  const sealOf = (workshop: string, { platform, deployment, context }: Omit<Bound, 'title'>) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['lti workshop', platform, deployment, context, workshop]))
      .digest('base64url')
  const isSealed = (launch: Launch, workshop: string, platform: string) => {
    const given = Buffer.from(launch.custom.seal ?? '')
    const at = { platform, deployment: launch.deployment, context: launch.context?.id ?? '' }
    const wanted = Buffer.from(sealOf(workshop, at))
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }

  const enterWorkshop = async (person: Person, launch: Launch, id: string): Promise<Target | null> => {
    const workshop = await workshops.find(id)
    if (!workshop) return null
    const target = { course: workshop.course, lessons: workshop.lessons, workshop: id }
    if (launch.teaches) {
      const at = { workshopId: id, personId: person.id }
      await prisma.workshopInstructor.createMany({ data: [at], skipDuplicates: true })
      return { ...target, path: `/workshops/${id}` }
    }
    const name = (person.name ?? '').slice(0, 40).trim() || 'Participant'
    await seats.join(person, { code: workshop.code, name })
    return { ...target, path: lessonsPath(id) }
  }

  return {
    async enter(person, launch, platform) {
      const { workshop, course: slug, lesson: wanted } = launch.custom
      if (workshop !== undefined)
        return isSealed(launch, workshop, platform) ? enterWorkshop(person, launch, workshop) : null
      const course = slug === undefined ? (await courses.all())[0] : await courses.course(slug)
      if (!course) return null
      const lesson = wanted === undefined ? undefined : lessonOf(course, wanted)
      if (wanted !== undefined && !lesson) return null
      return {
        path: lesson ? `${coursePath(course.slug)}/${lesson.slug}` : coursePath(course.slug),
        course: course.slug,
        lessons: (lesson ? [lesson] : course.lessons).map(one => one.slug),
        workshop: null,
      }
    },
    async choices(person) {
      const [all, given] = await Promise.all([courses.all(), workshops.givenBy(person)])
      return [
        ...given.map(({ id, title }) => ({
          value: `workshop ${id}`,
          label: say('choose.workshop', { title }),
        })),
        ...all.flatMap(({ slug, title, lessons }) => [
          { value: `course ${slug}`, label: say('choose.course', { title }) },
          { value: `new ${slug}`, label: say('choose.new', { title }) },
          ...lessons.map(lesson => ({
            value: `lesson ${slug} ${lesson.slug}`,
            label: say('choose.lesson', { number: lesson.number, title: lesson.title }),
          })),
        ]),
      ]
    },
    async chosen(person, value, capacity, at) {
      const [kind, slug = '', lessonSlug = ''] = value.split(' ')
      const bound = ({ id, title }: { id: string; title: string }): Chosen => ({
        title,
        custom: { workshop: id, seal: sealOf(id, at) },
        resourceId: id,
      })
      if (kind === 'workshop') {
        const own = (await workshops.givenBy(person)).find(({ id }) => id === slug)
        return own ? bound(own) : null
      }
      const course = await courses.course(slug)
      if (!course) return null
      const { title } = course
      if (kind === 'new') {
        const wanted = { title: (at.title ?? title).slice(0, 120), course: slug, capacity, language: 'en' }
        const times = { startsAt: null, endsAt: null, keepDays: 30, signIn: true }
        return bound(await workshops.create(person, { ...wanted, ...times }))
      }
      if (kind === 'course') return { title, custom: { course: slug }, resourceId: slug }
      const lesson = lessonOf(course, lessonSlug)
      if (kind !== 'lesson' || !lesson) return null
      const custom = { course: slug, lesson: lesson.slug }
      return { title: lesson.title, custom, resourceId: `${slug}/${lesson.slug}` }
    },
  }
}
