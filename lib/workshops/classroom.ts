import type { CourseSource } from '@/lib/courses/course-source'
import type { PrismaClient } from '@/lib/database/database'
import type { Notices } from '@/lib/database/notices'
import type { Activities } from '@/lib/events/activities'
import type { Outgoing } from '@/lib/integrations/webhook-events'
import type { Learning } from '@/lib/learning/learning'
import type { Log } from '@/lib/operations/log'
import type { Providers } from '@/lib/sandboxes/providers'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import { createHelping } from './leading/helping'
import { createPolling } from './leading/polling'
import { createSharing } from './leading/sharing'
import { createSteering } from './leading/steering'
import { createPreparing } from './preparing'
import { createRelay } from './relay/relay'
import { createRetention } from './retention'
import { noteActivities } from './room/note-activities'
import { createRooms } from './room/rooms'
import { createSeats } from './roster/seats'
import { createWorkshops } from './workshops'

type ClassroomOptions = {
  prisma: PrismaClient
  courses: CourseSource
  sandboxes: Sandboxes
  learning: Learning
  activities: Activities
  notices: Notices
  /** What other systems get of events. */
  outgoing: Outgoing
  providers: Providers
  secret: string
  log: Log
}

/** Everything of workshops, put together. */
export function createClassroom(options: ClassroomOptions) {
  const { prisma, courses, sandboxes, learning, activities, notices, outgoing, providers, secret, log } =
    options
  const rooms = createRooms({ prisma, notices, outgoing, log })
  const workshops = createWorkshops({ prisma, courses, rooms, endSandbox: sandboxes.end, providers, secret })
  const seats = createSeats({ prisma, sandboxes, learning, rooms, secret })
  const preparing = createPreparing({ prisma, learning, seats, rooms, log })
  const workshopOf = async (seat: string) =>
    (await prisma.seat.findUnique({ where: { id: seat }, select: { workshopId: true } }))?.workshopId ?? null
  const steering = createSteering({ rooms, workshops, workshopOf })
  const retention = createRetention({ prisma, rooms, endSandbox: sandboxes.end, log })
  const polling = createPolling(rooms)
  const sharing = createSharing({ rooms, workshops, sandboxes, learning })
  const relay = createRelay({ notices, rooms, sharing, sandboxes, log })
  const helping = createHelping({ prisma, learning, sandboxes, seats, rooms })
  noteActivities(activities, prisma, rooms)
  return { rooms, workshops, seats, preparing, helping, polling, relay, sharing, steering, retention }
}
