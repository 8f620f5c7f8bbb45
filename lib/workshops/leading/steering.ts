import type { z } from 'zod'
import { Refusal } from '@/lib/refusal'
import type { Pace, raiseHand, sendMessage, setTimer } from '@/protocol'
import { seatAt } from '../course'
import type { Rooms } from '../room/rooms'
import type { Workshops } from '../workshops'

/** How a class is led: hands, messages, pace, timers, pauses. All of it is in the log, so that it outlives the process. */
export interface Steering {
  hand(workshop: string, seat: string, hand: z.output<typeof raiseHand>): Promise<void>
  /** An instructor takes it down. Refused with `not-found`. */
  lower(workshop: string, seat: string): Promise<void>
  /** To a seat, or to all. Refused with `not-found`, `unknown-lesson`. */
  message(workshop: string, message: z.output<typeof sendMessage>): Promise<void>
  /** Refused with `unknown-lesson`. */
  pace(workshop: string, pace: Pace): Promise<void>
  timer(workshop: string, timer: z.output<typeof setTimer>): Promise<void>
  pause(workshop: string, paused: boolean): Promise<void>
  /** Shows the last example of a mistake to all; null: none. Refused with `not-found` when nobody made it. */
  spotlight(workshop: string, mistake: string | null): Promise<void>
  /** Refuses a lesson that the class has not come to, with `lesson-closed`; what is no seat may open any. */
  refuseClosed(place: string, lesson: string): Promise<void>
}

type SteeringOptions = {
  rooms: Rooms
  workshops: Pick<Workshops, 'find'>
  /** The workshop of a seat. */
  workshopOf: (seat: string) => Promise<string | null>
}

export function createSteering({ rooms, workshops, workshopOf }: SteeringOptions): Steering {
  const knownLesson = async (workshop: string, lesson: string | null) => {
    const found = await workshops.find(workshop)
    if (lesson !== null && !found?.lessons.includes(lesson))
      throw new Refusal('unknown-lesson', 'This workshop has no such lesson.')
  }
  const knownSeat = async (workshop: string, seat: string) => {
    const { seats } = await rooms.of(workshop)
    if (!seats.some(({ id }) => id === seat)) throw new Refusal('not-found', 'There is no such seat.')
  }
  return {
    async lower(workshop, seat) {
      await knownSeat(workshop, seat)
      await rooms.add(workshop, { type: 'hand', seat, raised: false, question: '' })
    },
    hand: (workshop, seat, hand) => rooms.add(workshop, { type: 'hand', seat, ...hand }),
    async message(workshop, { seat, ...message }) {
      await knownLesson(workshop, message.lesson)
      if (seat !== null) await knownSeat(workshop, seat)
      await rooms.add(workshop, { type: 'message', seat, ...message })
    },
    async pace(workshop, pace) {
      await knownLesson(workshop, pace.lesson)
      await rooms.add(workshop, { type: 'pace', seat: null, ...pace })
    },
    timer: (workshop, { seconds, label }) =>
      rooms.add(workshop, {
        type: 'timer',
        seat: null,
        label,
        endsAt: seconds === null ? null : Date.now() + seconds * 1_000,
      }),
    pause: (workshop, paused) => rooms.add(workshop, { type: 'pause', seat: null, paused }),
    async spotlight(workshop, mistake) {
      const { mistakes } = (await rooms.of(workshop)).state
      const example = mistakes.findLast(made => made.mistake === mistake)
      if (mistake !== null && !example) throw new Refusal('not-found', 'Nobody made this mistake lately.')
      const shown = example ? { mistake: example.mistake, message: example.message } : null
      await rooms.add(workshop, { type: 'spotlight', seat: null, shown })
    },
    async refuseClosed(place, lesson) {
      const seat = seatAt(place)
      const workshop = seat && (await workshopOf(seat))
      if (!workshop) return
      const { lessons = [], startsAt = null } = (await workshops.find(workshop)) ?? {}
      if (startsAt !== null && Date.parse(startsAt) > Date.now())
        throw new Refusal('lesson-closed', 'Your workshop has not begun yet.')
      const { pace } = (await rooms.of(workshop)).state
      if (pace.mode === 'free' || pace.lesson === null) return
      if (lessons.indexOf(lesson) > lessons.indexOf(pace.lesson))
        throw new Refusal('lesson-closed', 'Your class has not come to this lesson yet.')
    },
  }
}
