import type { ClassState } from './class-state'
import { type SeatState, taskKey, timeOnTask } from './seat-state'

/** Why somebody may need help. */
export type Stuck = {
  seat: string
  reason: 'hand' | 'same-mistake' | 'many-attempts' | 'long-time'
  /** What there is of it: times, attempts, minutes. */
  count: number
  mistake?: string
}

const minute = 60_000
/** The same mistake so often in one task is no slip. */
const repeated = 2
const manyAttempts = 4
/** Nobody is slow before so many milliseconds on one task; then who needs twice as long as half of the class. */
const leastTime = 5 * minute

/** Who is stuck, who needs help most first: raised hands in their order, then repeated mistakes, attempts, time. */
export function stuckIn(state: ClassState, now: number): Stuck[] {
  const seats = Object.entries(state.seats).filter(([, { joinedAt }]) => joinedAt !== null)
  const hands = seats
    .filter(([, { hand }]) => hand !== null)
    .sort(([, one], [, other]) => (one.hand ?? 0) - (other.hand ?? 0))
    .map(([seat, { hand }]): Stuck => ({ seat, reason: 'hand', count: minutes(now - (hand ?? now)) }))
  const median = medianTime(seats.map(([, seat]) => seat))
  const quiet = seats.flatMap(([id, seat]): (Stuck & { weight: number })[] => {
    const found = seat.hand === null && struggleOf(id, seat, now, median)
    return found ? [found] : []
  })
  return [
    ...hands,
    ...quiet.sort((one, other) => other.weight - one.weight).map(({ weight: _, ...stuck }) => stuck),
  ]
}

function struggleOf(id: string, seat: SeatState, now: number, median: (key: string) => number) {
  if (seat.lesson === null || seat.task === null) return undefined
  const key = taskKey({ lesson: seat.lesson, task: seat.task })
  const task = seat.tasks[key]
  if (!task || task.state === 'passed') return undefined
  const time = timeOnTask(seat, now)
  const [mistake, times] = Object.entries(task.mistakes).sort(([, one], [, other]) => other - one)[0] ?? []
  const inMinutes = time / minute
  if (mistake !== undefined && times !== undefined && times >= repeated)
    return {
      seat: id,
      reason: 'same-mistake' as const,
      count: times,
      mistake,
      weight: 2e6 + times * 1e3 + inMinutes,
    }
  if (task.attempts >= manyAttempts)
    return {
      seat: id,
      reason: 'many-attempts' as const,
      count: task.attempts,
      weight: 1e6 + task.attempts * 1e3 + inMinutes,
    }
  if (time >= Math.max(leastTime, 2 * median(key)))
    return { seat: id, reason: 'long-time' as const, count: minutes(time), weight: inMinutes }
  return undefined
}

const minutes = (time: number) => Math.floor(time / minute)

/** For each task, the time that half of those who passed it needed at most; 0 where nobody has. */
function medianTime(seats: readonly SeatState[]) {
  return (key: string): number => {
    const times = seats
      .flatMap(({ tasks }) => (tasks[key]?.passedAt ? [tasks[key].spent] : []))
      .sort((one, other) => one - other)
    return times[Math.floor((times.length - 1) / 2)] ?? 0
  }
}
