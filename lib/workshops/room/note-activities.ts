import type { PrismaClient } from '@/lib/database/database'
import type { Activities, Activity } from '@/lib/events/activities'
import type { Disposable } from '@/sandbox/process'
import { seatAt } from '../course'
import type { NewEvent } from './event-log'
import type { Rooms } from './rooms'

/** Writes what is done on seats into the logs of their workshops. */
export function noteActivities(activities: Activities, prisma: PrismaClient, rooms: Rooms): Disposable {
  return activities.listen(async activity => {
    const seat = seatAt(activity.at)
    if (seat === undefined) return
    const found = await prisma.seat.findUnique({ where: { id: seat }, select: { workshopId: true } })
    if (found) await rooms.add(found.workshopId, eventOf(activity, seat))
  })
}

function eventOf(activity: Activity, seat: string): NewEvent {
  const { type, lesson, task } = activity
  const at = { seat, lesson, task }
  if (type === 'hint') return { type, ...at, hint: activity.hint }
  if (type !== 'graded') return { type, ...at }
  const { outcome, mistakes } = activity.result
  // One mistake in three policies is one mistake of this attempt.
  const once = new Map(mistakes.map(({ id, message }) => [id, { id, message }]))
  return { type, ...at, outcome: outcome === 'passed' ? outcome : 'failed', mistakes: [...once.values()] }
}
