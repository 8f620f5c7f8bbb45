import { randomBytes } from 'node:crypto'
import type { Course } from '@/lib/courses'
import type { CourseSource } from '@/lib/courses/course-source'
import type { Certificate } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { storedAnswerSchema } from '@/lib/learning/answer/stored-answer'
import { Refusal } from '@/lib/refusal'
import type { CertificatePage, Person, RegradedTask } from '@/protocol'
import type { Grade } from '@/sandbox/grader/grade'
import type { SandboxProvider } from '@/sandbox/provider'
import { gradeAgain } from './grade-again'
import { idIn, isSigned, tokenOf } from './signature'

/** Certificates of finished courses: issued to who finished, verified and graded again by whoever has the link. */
export interface Certificates {
  /** The token of the person's certificate. Refused with `unknown-course`, `course-not-finished`, `name-missing`. */
  issue(person: Person, course: string): Promise<string>
  /** The same for the lessons of a workshop, as it has them now. Refused with `course-not-finished`, `name-missing`. */
  issueFor(person: Pick<Person, 'id' | 'name'>, workshop: string, course: Course): Promise<string>
  /** What was issued for the lessons of a workshop, by person. */
  issuedFor(workshop: string): Promise<ReadonlyMap<string, { name: string; token: string }>>
  /** Null: nothing that this installation signed. */
  verify(token: string): Promise<CertificatePage | null>
  /** Grades the answers that are kept once more. Refused with `not-found`, `check-running`. */
  gradeAgain(token: string): Promise<RegradedTask[]>
}

type CertificatesOptions = {
  prisma: PrismaClient
  courses: CourseSource
  provider: SandboxProvider
  grade: Grade
  secret: string
}

export function createCertificates(options: CertificatesOptions): Certificates {
  const { prisma, courses, provider, grade, secret } = options
  /** Anybody may ask: one at a time leaves the others their clusters. */
  let grading = false

  const signedBy = async (token: string): Promise<Certificate | null> => {
    const kept = await prisma.certificate.findUnique({ where: { id: idIn(token) } })
    return kept && isSigned(secret, kept, token) ? kept : null
  }
  const passedBy = (personId: string, course: string) =>
    prisma.taskProgress.findMany({ where: { personId, course, passedAt: { not: null } } })

  /** The course, or what of it was in the workshop. */
  const certified = async ({
    course: slug,
    workshop,
    title,
    lessons,
  }: Certificate): Promise<Course | null> => {
    const course = await courses.course(slug)
    if (!course || workshop === '') return course
    const taught = course.lessons.filter(lesson => lessons.includes(lesson.slug))
    return { ...course, title: title ?? course.title, lessons: taught }
  }

  type Scope = { workshop: string; title?: string; lessons?: string[] }
  const make = async ({ id: personId, name }: Pick<Person, 'id' | 'name'>, course: Course, scope: Scope) => {
    const { slug } = course
    const at = { personId, course: slug, workshop: scope.workshop }
    const where = { personId_course_workshop: at }
    const known = await prisma.certificate.findUnique({ where })
    if (known) return tokenOf(secret, known)
    const passed = new Set((await passedBy(personId, slug)).map(({ lesson, task }) => `${lesson}/${task}`))
    const tasks = tasksOf(course)
    const left = tasks.filter(({ lesson, task }) => !passed.has(`${lesson}/${task}`))
    if (left.length > 0 || tasks.length === 0)
      throw new Refusal('course-not-finished', `${left.length} of the tasks are still to be passed.`)
    if (!name) throw new Refusal('name-missing', 'A certificate needs a name: say first what you are called.')
    const id = randomBytes(16).toString('hex')
    const create = { ...at, ...scope, id, name }
    return tokenOf(secret, await prisma.certificate.upsert({ where, create, update: {} }))
  }

  return {
    async issue(person, slug) {
      const course = await courses.course(slug)
      if (!course) throw new Refusal('unknown-course', 'There is no such course.')
      return make(person, course, { workshop: '' })
    },
    issueFor: (person, workshop, course) =>
      make(person, course, {
        ...{ workshop, title: course.title },
        lessons: course.lessons.map(({ slug }) => slug),
      }),
    async issuedFor(workshop) {
      const kept = await prisma.certificate.findMany({ where: { workshop } })
      return new Map(kept.map(one => [one.personId, { name: one.name, token: tokenOf(secret, one) }]))
    },
    async verify(token) {
      const signed = await signedBy(token)
      const course = signed && (await certified(signed))
      if (!signed || !course) return null
      const passed = await passedBy(signed.personId, signed.course)
      return {
        token,
        course: { slug: course.slug, title: course.title },
        name: signed.name,
        issuedAt: signed.issuedAt.getTime(),
        lessons: course.lessons.map(({ slug, number, title, exercise }) => ({
          slug,
          number,
          title,
          tasks: exercise.tasks
            .filter(({ id }) => passed.some(({ lesson, task }) => lesson === slug && task === id))
            .map(({ id, title: named }) => ({ id, title: named })),
        })),
      }
    },
    async gradeAgain(token) {
      const signed = await signedBy(token)
      const course = signed && (await certified(signed))
      if (!signed || !course) throw new Refusal('not-found', 'There is no such certificate.')
      if (grading)
        throw new Refusal('check-running', 'Somebody has answers graded just now. Try again in a moment.')
      grading = true
      try {
        const passed = await passedBy(signed.personId, signed.course)
        const results: RegradedTask[] = []
        for (const { lesson: slug, task, answer } of passed) {
          const lesson = course.lessons.find(one => one.slug === slug)
          if (!lesson) continue
          const stored = storedAnswerSchema.safeParse(answer)
          const outcome = await gradeAgain({
            provider,
            grade,
            lesson,
            task,
            answer: stored.success ? stored.data : null,
          })
          results.push({ lesson: slug, task, outcome })
        }
        return results
      } finally {
        grading = false
      }
    },
  }
}

const tasksOf = ({ lessons }: Course) =>
  lessons.flatMap(({ slug, exercise }) => exercise.tasks.map(({ id }) => ({ lesson: slug, task: id })))
