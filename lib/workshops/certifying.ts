import type { Course } from '@/lib/courses'
import type { PrismaClient } from '@/lib/database/database'
import type { Certificates } from '@/lib/learning/certificate/certificates'
import { Refusal } from '@/lib/refusal'
import type { SeatCertificate } from '@/protocol'
import type { WorkshopLessons } from './workshop-lessons'

/** Certificates of workshops: for whoever passed all of its lessons, under the name that they have there. */
export interface Certifying {
  /** The token of a participant's own. Refused with `not-found`, `course-not-finished`. */
  issue(person: { id: string }, workshop: string): Promise<string>
  /** One to everybody who passed everything. Answers what has been issued so far. */
  issueAll(workshop: string): Promise<SeatCertificate[]>
  /** What has been issued so far, in the order of the seats. */
  issued(workshop: string): Promise<SeatCertificate[]>
}

type CertifyingOptions = {
  prisma: PrismaClient
  certificates: Pick<Certificates, 'issueFor' | 'issuedFor'>
  workshopLessons: Pick<WorkshopLessons, 'course' | 'report'>
}

export function createCertifying({ prisma, certificates, workshopLessons }: CertifyingOptions): Certifying {
  const takenSeats = (workshopId: string) =>
    prisma.seat.findMany({
      where: { workshopId, personId: { not: null } },
      orderBy: { number: 'asc' },
      select: { id: true, name: true, personId: true },
    })
  const issueTo = (personId: string | null, name: string | null, workshop: string, course: Course) =>
    certificates.issueFor({ id: personId ?? '', name }, workshop, course)
  const issued = async (workshop: string) => {
    const [seats, tokens] = await Promise.all([takenSeats(workshop), certificates.issuedFor(workshop)])
    return seats.flatMap(({ id, personId }) => {
      const certificate = tokens.get(personId ?? '')
      return certificate ? [{ seat: id, ...certificate }] : []
    })
  }
  return {
    issued,
    async issue({ id: personId }, workshop) {
      const [seat, course] = await Promise.all([
        prisma.seat.findUnique({ where: { workshopId_personId: { workshopId: workshop, personId } } }),
        workshopLessons.course(workshop),
      ])
      if (!seat || !course) throw new Refusal('not-found', 'There is no such workshop.')
      return issueTo(personId, seat.name, workshop, course)
    },
    async issueAll(workshop) {
      const [seats, course, rows] = await Promise.all([
        takenSeats(workshop),
        workshopLessons.course(workshop),
        workshopLessons.report(workshop),
      ])
      const finished = new Set(rows.filter(row => row.finished).map(row => row.seat))
      for (const { id, name, personId } of seats)
        if (course && finished.has(id)) await issueTo(personId, name, workshop, course)
      return issued(workshop)
    },
  }
}
