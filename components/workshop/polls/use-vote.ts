import { useRef, useState } from 'react'
import { votePoll } from '@/components/request/workshops'

/** Answers a question: choices made faster than they are sent go one after the other, and the last one stands. */
export function useVote(workshop: string, poll: number) {
  const [choice, setChoice] = useState<number>()
  const [error, setError] = useState<string>()
  const last = useRef(0)
  const sending = useRef<Promise<unknown>>(Promise.resolve())
  const vote = (wanted: number) => {
    const turn = ++last.current
    setChoice(wanted)
    setError(undefined)
    sending.current = sending.current
      .then(() => (turn === last.current ? votePoll(workshop, poll, wanted) : undefined))
      .catch(problem => setError((problem as Error).message))
      // From then on it is what the server tells.
      .finally(() => turn === last.current && setChoice(undefined))
  }
  return { choice, error, vote }
}
