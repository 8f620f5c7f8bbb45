import type { OwnSeat } from '@/protocol'
import type { ClassState } from '@/protocol/workshop'

const millisecondsOf = (time: string | null) => (time === null ? null : Date.parse(time))

/** When the workshop begins and its clusters end: as the page was sent, or as it was changed since. */
export const timesOf = (seat: Pick<OwnSeat, 'startsAt' | 'endsAt'>, { times }: Pick<ClassState, 'times'>) =>
  times ?? { startsAt: millisecondsOf(seat.startsAt), endsAt: millisecondsOf(seat.endsAt) }
