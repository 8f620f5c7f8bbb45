import { text } from '@/components/ui/text'
import { type ClassPoll, countsOf } from '@/protocol/workshop'

type PollResultProps = {
  poll: ClassPoll
  /** Whether the right choice is marked. */
  told: boolean
  /** What this participant chose. */
  own?: number
}

/** How many took each choice. */
export function PollResult({ poll, told, own }: PollResultProps) {
  const counts = countsOf(poll)
  const all = counts.reduce((sum, count) => sum + count, 0)
  return (
    <ol className="poll-result">
      {poll.choices.map((choice, index) => {
        const count = counts[index] ?? 0
        const right = told && poll.right === index
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
          <li key={index} data-right={right}>
            <span className="poll-choice">
              {choice}
              {right && <strong> {text('workshop.poll.right')}</strong>}
              {own === index && <em> {text('workshop.poll.yours')}</em>}
            </span>
            <span className="poll-bar" aria-hidden>
              <span style={{ width: `${all > 0 ? (100 * count) / all : 0}%` }} />
            </span>
            <span className="poll-count">{text('workshop.poll.count', { count })}</span>
          </li>
        )
      })}
    </ol>
  )
}
