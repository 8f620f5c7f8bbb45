import { text } from '@/components/ui/text'
import type { ClassState } from '@/protocol/workshop'
import { clock } from '../dashboard/duration'

type CountDownProps = { timer: NonNullable<ClassState['timer']>; now: number }

/** What is left of an exercise's time. */
export function CountDown({ timer, now }: CountDownProps) {
  const left = timer.endsAt - now
  const label = timer.label || text('workshop.timer')
  return (
    <span className="count-down" role="timer" data-over={left <= 0}>
      {left > 0 ? `${label}: ${clock(left)}` : text('workshop.timer.over')}
    </span>
  )
}
