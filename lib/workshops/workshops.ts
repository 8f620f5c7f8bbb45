import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { CourseSource } from '@/lib/courses/course-source'
import { lessonOf } from '@/lib/courses/course-source'
import type { Prisma } from '@/lib/database/client/client'
import type { PrismaClient } from '@/lib/database/database'
import { noteAct } from '@/lib/people/audit'
import { Refusal } from '@/lib/refusal'
import type { ProviderName, Providers } from '@/lib/sandboxes/providers'
import { languages } from '@/messages'
import type { changeWorkshop, createWorkshop, Person, Workshop } from '@/protocol'
import type { Rooms } from './room/rooms'
import { codeHash, newJoinCode, personalCode } from './roster/codes'

/** What somebody is in a workshop. */
export type Standing = { instructor: boolean; seat: string | null }

/** Workshops and who gives them. Refuses with `Refusal`. */
export interface Workshops {
  /** Where the clusters of a workshop can come from, the usual one first. */
  readonly providers: readonly ProviderName[]
  /** Refused with `unknown-course`, `unknown-lesson`, `unknown-language`, `unknown-provider`, `ends-before-start`. */
  create(person: Person, wanted: z.output<typeof createWorkshop>): Promise<Workshop>
  /** Those that this person gives, the newest first; all of them to an administrator. */
  givenBy(person: Person): Promise<Workshop[]>
  /** Null: there is none. */
  find(id: string): Promise<Workshop | null>
  /** Null: nothing, or there is no such workshop. */
  standing(person: Pick<Person, 'id'>, id: string): Promise<Standing | null>
  /**
   * Clusters that were made ready are made anew where those of another provider are wanted. Refused with `not-found`,
   * `unknown-lesson`, `unknown-language`, `unknown-provider`, `ends-before-start`, `seats-taken`.
   */
  change(id: string, changes: z.output<typeof changeWorkshop>): Promise<Workshop>
  /** Ends it with its sandboxes and all that is kept of it. */
  delete(actor: Person, id: string): Promise<void>
  /** Refused with `unknown-account`. */
  addInstructor(actor: Person, id: string, login: string): Promise<Workshop>
  /** Refused with `last-instructor`. */
  removeInstructor(actor: Person, id: string, personId: string): Promise<Workshop>
}

type WorkshopsOptions = {
  prisma: PrismaClient
  courses: CourseSource
  rooms: Rooms
  /** Ends a sandbox for good. */
  endSandbox: (id: string) => Promise<void>
  providers: Providers
  secret: string
}

const shown = {
  instructors: { select: { person: { select: { id: true, login: true } } }, orderBy: { addedAt: 'asc' } },
  seats: { select: { joinedAt: true } },
} as const satisfies Prisma.WorkshopInclude
type Row = Prisma.WorkshopGetPayload<{ include: typeof shown }>

const newId = () => randomBytes(16).toString('hex')

export function createWorkshops(options: WorkshopsOptions): Workshops {
  const { prisma, courses, rooms, endSandbox, providers, secret } = options
  const told = (row: Row): Workshop => ({ ...workshopOf(row), provider: providers.of(row.provider).name })

  const checkedLessons = async (slug: string, wanted: readonly string[] | undefined): Promise<string[]> => {
    const course = await courses.course(slug)
    if (!course) throw new Refusal('unknown-course', 'There is no such course.')
    const lessons = [...new Set(wanted ?? course.lessons.map(lesson => lesson.slug))]
    const unknown = lessons.filter(lesson => !lessonOf(course, lesson))
    if (unknown.length > 0)
      throw new Refusal('unknown-lesson', `The course has no lesson ${unknown.join(', ')}.`)
    return lessons
  }
  const checkProvider = (name: ProviderName) => {
    const { forClasses } = providers
    if (!forClasses.includes(name))
      throw new Refusal('unknown-provider', `Clusters of classes are ${forClasses.join(' or ')} here.`)
  }
  const newSeats = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const id = newId()
      return { id, number: from + index, codeHash: codeHash(personalCode(secret, id)) }
    })
  const find = async (id: string) => {
    const row = await prisma.workshop.findUnique({ where: { id }, include: shown })
    return row && told(row)
  }
  const known = async (id: string) => {
    const found = await find(id)
    if (!found) throw new Refusal('not-found', 'There is no such workshop.')
    return found
  }

  /** More seats at the end, or fewer: those at the end that nobody has sat on. */
  const resize = async (id: string, wanted: number) => {
    const seats = await prisma.seat.findMany({
      where: { workshopId: id },
      orderBy: { number: 'asc' },
      include: { sandbox: { select: { id: true } } },
    })
    const more = newSeats(seats.length + 1, Math.max(0, wanted - seats.length))
    const less = seats.slice(wanted)
    if (less.some(({ joinedAt }) => joinedAt !== null))
      throw new Refusal(
        'seats-taken',
        `Somebody has seat ${less.findLast(({ joinedAt }) => joinedAt)?.number}.`,
      )
    for (const { sandbox } of less) if (sandbox) await endSandbox(sandbox.id)
    await prisma.$transaction([
      prisma.seat.deleteMany({ where: { id: { in: less.map(seat => seat.id) }, joinedAt: null } }),
      prisma.seat.createMany({ data: more.map(seat => ({ ...seat, workshopId: id })) }),
    ])
    for (const { id: seat, number } of more) await rooms.seatChanged(id, { id: seat, number, name: null })
  }

  /** To clusters of another provider, as long as nobody has one; those that were made ready are made anew. */
  const move = async (id: string, provider: ProviderName) => {
    await prisma.$transaction(async transaction => {
      // Nobody joins meanwhile, on whichever server.
      await transaction.$queryRaw`SELECT id FROM workshop WHERE id = ${id} FOR UPDATE`
      const before = await transaction.workshop.findUniqueOrThrow({
        where: { id },
        select: { provider: true },
      })
      if (providers.of(before.provider).name === provider) return
      checkProvider(provider)
      const taken = await transaction.seat.count({ where: { workshopId: id, joinedAt: { not: null } } })
      if (taken > 0)
        throw new Refusal(
          'seats-taken',
          'Somebody has joined, and has a cluster. Make another workshop for clusters of the other kind.',
        )
      await transaction.workshop.update({ where: { id }, data: { provider }, select: { id: true } })
    })
    const ready = await prisma.seat.findMany({
      where: { workshopId: id, joinedAt: null, sandbox: { isNot: null } },
      select: { id: true, sandbox: { select: { id: true, provider: true } } },
    })
    await Promise.all(
      ready.map(async ({ id: seat, sandbox }) => {
        if (!sandbox || providers.of(sandbox.provider).name === provider) return
        await rooms.add(id, { type: 'unprepared', seat })
        await endSandbox(sandbox.id)
      }),
    )
  }

  return {
    providers: providers.forClasses,
    find,
    async create(person, { capacity, lessons, startsAt, endsAt, provider, ...rest }) {
      checkLanguage(rest.language)
      checkTimes(startsAt, endsAt)
      if (provider !== undefined) checkProvider(provider)
      const data = {
        ...rest,
        id: newId(),
        provider: provider ?? providers.forClasses[0]!,
        lessons: await checkedLessons(rest.course, lessons),
        startsAt: dateOf(startsAt),
        endsAt: dateOf(endsAt),
        instructors: { create: { personId: person.id } },
        seats: { createMany: { data: newSeats(1, capacity) } },
      }
      for (;;) {
        const code = newJoinCode()
        if (await prisma.workshop.findUnique({ where: { code }, select: { id: true } })) continue
        return told(await prisma.workshop.create({ data: { ...data, code }, include: shown }))
      }
    },
    async givenBy({ id, role }) {
      const rows = await prisma.workshop.findMany({
        where: role === 'administrator' ? {} : { instructors: { some: { personId: id } } },
        orderBy: { createdAt: 'desc' },
        take: 200,
        include: shown,
      })
      return rows.map(told)
    },
    async standing({ id: personId }, workshopId) {
      const [instructor, seat] = await Promise.all([
        prisma.workshopInstructor.count({ where: { workshopId, personId } }),
        prisma.seat.findUnique({
          where: { workshopId_personId: { workshopId, personId } },
          select: { id: true },
        }),
      ])
      return instructor > 0 || seat ? { instructor: instructor > 0, seat: seat?.id ?? null } : null
    },
    async change(id, { capacity, lessons, startsAt, endsAt, provider, ...rest }) {
      const before = await known(id)
      if (rest.language !== undefined) checkLanguage(rest.language)
      if (startsAt !== undefined || endsAt !== undefined)
        checkTimes(
          startsAt === undefined ? before.startsAt : startsAt,
          endsAt === undefined ? before.endsAt : endsAt,
        )
      if (provider !== undefined) await move(id, provider)
      if (capacity !== undefined) await resize(id, capacity)
      await prisma.workshop.update({
        where: { id },
        data: {
          ...rest,
          ...(lessons && { lessons: await checkedLessons(before.course, lessons) }),
          ...(startsAt !== undefined && { startsAt: dateOf(startsAt) }),
          ...(endsAt !== undefined && { endsAt: dateOf(endsAt) }),
        },
      })
      const changed = await known(id)
      if (startsAt !== undefined || endsAt !== undefined)
        await rooms.add(id, {
          ...{ type: 'times', seat: null },
          startsAt: millisecondsOf(changed.startsAt),
          endsAt: millisecondsOf(changed.endsAt),
        })
      return changed
    },
    async delete(actor, id) {
      const { title, instructors } = await known(id)
      const sandboxes = await prisma.sandbox.findMany({
        where: { seat: { workshopId: id } },
        select: { id: true },
      })
      for (const sandbox of sandboxes) await endSandbox(sandbox.id)
      await prisma.$transaction([
        prisma.workshop.delete({ where: { id } }),
        prisma.auditEntry.create({
          data: {
            actorId: actor.id,
            action: 'workshop.deleted',
            details: { title, instructors: instructors.map(({ login }) => login) },
          },
        }),
      ])
      rooms.forget(id)
    },
    async addInstructor(actor, id, login) {
      const account = await prisma.person.findUnique({ where: { login }, select: { id: true } })
      if (!account) throw new Refusal('unknown-account', `Nobody signs in as "${login}".`)
      const at = { workshopId: id, personId: account.id }
      const { title } = await known(id)
      await prisma.$transaction(async transaction => {
        const { count } = await transaction.workshopInstructor.createMany({
          data: [at],
          skipDuplicates: true,
        })
        if (count > 0)
          await noteAct(transaction, {
            actor: actor.id,
            action: 'workshop.instructor-added',
            subject: account.id,
            details: { workshop: id, title, login },
          })
      })
      return known(id)
    },
    async removeInstructor(actor, id, personId) {
      const { title, instructors } = await known(id)
      if (instructors.every(one => one.id === personId))
        throw new Refusal('last-instructor', 'A workshop has an instructor: add another first.')
      await prisma.$transaction([
        prisma.workshopInstructor.deleteMany({ where: { workshopId: id, personId } }),
        prisma.auditEntry.create({
          data: {
            actorId: actor.id,
            action: 'workshop.instructor-removed',
            subject: personId,
            details: { workshop: id, title },
          },
        }),
      ])
      return known(id)
    },
  }
}

function checkLanguage(language: string): void {
  if (!languages.includes(language))
    throw new Refusal('unknown-language', `The pages speak ${languages.join(', ')}.`)
}

function checkTimes(startsAt: string | null, endsAt: string | null): void {
  if (startsAt !== null && endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt))
    throw new Refusal('ends-before-start', 'The workshop would end before it begins.')
}

const dateOf = (time: string | null) => (time === null ? null : new Date(time))

const millisecondsOf = (time: string | null) => (time === null ? null : Date.parse(time))

const workshopOf = ({ instructors, seats, createdAt, startsAt, endsAt, ...row }: Row) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  startsAt: startsAt?.toISOString() ?? null,
  endsAt: endsAt?.toISOString() ?? null,
  capacity: seats.length,
  joined: seats.filter(({ joinedAt }) => joinedAt !== null).length,
  instructors: instructors.map(({ person }) => person),
})
