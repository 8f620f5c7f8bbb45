import { lowerHand } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'

type HandRaisedProps = { workshop: string; seat: string; question: string }

/** What a raised hand asks, and how to say that it was helped. */
export function HandRaised({ workshop, seat, question }: HandRaisedProps) {
  const action = useAction()
  return (
    <>
      {question && <q>{question}</q>}{' '}
      <button
        type="button"
        className="button small"
        onClick={() => void action.run(() => lowerHand(workshop, seat))}
      >
        {text('workshop.hand.helped')}
      </button>
      <ActionError action={action} />
    </>
  )
}
