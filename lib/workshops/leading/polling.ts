import type { z } from 'zod'
import { Refusal } from '@/lib/refusal'
import { type askPoll, countsOf, type endPoll } from '@/protocol'
import type { Rooms } from '../room/rooms'

/** Questions to the class. One is asked at a time. Refuses with `Refusal`. */
export interface Polling {
  /** Asks; the question before is over. Answers the number of this one. */
  ask(workshop: string, poll: z.output<typeof askPoll>): Promise<{ poll: number }>
  /** A participant answers, or changes their mind. Refused with `poll-over`. */
  vote(workshop: string, seat: string, poll: number, choice: number): Promise<void>
  /** Ends it, or shows the result of one that has ended. Refused with `not-found`. */
  end(workshop: string, poll: number, ending: z.output<typeof endPoll>): Promise<void>
}

export function createPolling(rooms: Rooms): Polling {
  const find = async (workshop: string, number: number) =>
    (await rooms.of(workshop)).state.polls.find(poll => poll.number === number)
  return {
    async ask(workshop, poll) {
      const asked = await (await rooms.of(workshop)).add({ type: 'poll', seat: null, ...poll })
      return { poll: asked.sequence }
    },
    async vote(workshop, seat, number, choice) {
      const poll = await find(workshop, number)
      if (!poll?.open) throw new Refusal('poll-over', 'This question is over.')
      if (choice >= poll.choices.length) throw new Refusal('not-found', 'The question has no such answer.')
      await rooms.add(workshop, { type: 'vote', seat, poll: number, choice })
    },
    async end(workshop, number, { shown }) {
      const poll = await find(workshop, number)
      if (!poll) throw new Refusal('not-found', 'There is no such question.')
      const { right } = poll
      await rooms.add(workshop, {
        ...{ type: 'poll-ended', seat: null, poll: number },
        ...{ shown, right, counts: [...countsOf(poll)] },
      })
    },
  }
}
