import type { CourseSource } from '@/lib/courses/course-source'
import type { PrismaClient } from '@/lib/database/database'
import { workshopCourse } from '@/lib/workshops/course'
import {
  type ClassState,
  classAfter,
  type SeatState,
  taskKey,
  type WebhookEvent,
  type WorkshopEvent,
} from '@/protocol'
import type { NewDelivery } from './outbox'

type Happened = {
  type: WebhookEvent
  event: WorkshopEvent
  seat: string
  task?: { lesson: string; task: string }
}

/** What is to be sent of events, which are written together with it. `state` is the class before them. */
export interface Outgoing {
  of(workshop: string, state: ClassState, events: readonly WorkshopEvent[]): Promise<NewDelivery[]>
  /** They are written. */
  wake(): void
}

/** What the webhooks of workshops are told: who joined, what was passed, who has passed everything. */
export function webhookEvents(prisma: PrismaClient, courses: CourseSource): Outgoing['of'] {
  return async (id, state, events) => {
    if (!events.some(mayMatter)) return []
    const workshop = await prisma.workshop.findUnique({
      where: { id },
      include: {
        webhooks: true,
        seats: { where: { id: { in: events.flatMap(({ seat }) => seat ?? []) } } },
      },
    })
    if (!workshop || workshop.webhooks.length === 0) return []
    const course = await courses.course(workshop.course)
    const keys = course ? keysOf(workshopCourse(course, workshop).lessons) : []
    const happened = happenedIn(state, events, keys)
    return happened.flatMap(({ type, event, seat, task }) => {
      const { number, name } = workshop.seats.find(one => one.id === seat) ?? {}
      const body = {
        type,
        timestamp: new Date(event.at).toISOString(),
        data: {
          workshop: { id, title: workshop.title, course: workshop.course },
          participant: { seat, number: number ?? null, name: name ?? null },
          ...(task && { lesson: task.lesson, task: task.task }),
        },
      }
      return workshop.webhooks
        .filter(webhook => webhook.events.includes(type))
        .map(webhook => ({ kind: 'webhook' as const, webhookId: webhook.id, about: type, body }))
    })
  }
}

const mayMatter = (event: WorkshopEvent) =>
  event.type === 'joined' || (event.type === 'graded' && event.outcome === 'passed')

type WithTasks = { slug: string; exercise: { tasks: readonly { id: string }[] } }
const keysOf = (lessons: readonly WithTasks[]) =>
  lessons.flatMap(({ slug, exercise }) => exercise.tasks.map(({ id }) => taskKey({ lesson: slug, task: id })))

/** What happened, for the first time; `keys` are the tasks that somebody has to pass to be finished. */
export function happenedIn(
  before: ClassState,
  events: readonly WorkshopEvent[],
  keys: readonly string[],
): Happened[] {
  const happened: Happened[] = []
  let state = before
  for (const event of events) {
    const { seat } = event
    const old = seat === null ? undefined : state.seats[seat]
    state = classAfter(state, event)
    if (seat === null || !mayMatter(event)) continue
    const now = state.seats[seat]
    if (event.type === 'joined') happened.push({ type: 'joined', event, seat })
    else if (event.type === 'graded' && !passed(old, taskKey(event)))
      happened.push({ type: 'passed', event, seat, task: { lesson: event.lesson, task: event.task } })
    if (!isFinished(old, keys) && isFinished(now, keys)) happened.push({ type: 'finished', event, seat })
  }
  return happened
}

const passed = (seat: SeatState | undefined, key: string) => seat?.tasks[key]?.state === 'passed'
const isFinished = (seat: SeatState | undefined, keys: readonly string[]) =>
  keys.length > 0 && keys.every(key => passed(seat, key))
