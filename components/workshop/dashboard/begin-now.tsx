import { changeWorkshop } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { Clock } from '../clock'

type BeginNowProps = { workshop: string; startsAt: number | null; now: number }

/** How long it is to the start, which need not be waited for. */
export function BeginNow({ workshop, startsAt, now }: BeginNowProps) {
  const action = useAction()
  if (startsAt === null || startsAt <= now) return null
  const begin = () => changeWorkshop(workshop, { startsAt: new Date(now).toISOString() })
  return (
    <div className="notice begin-now">
      <p>
        {text('workshop.starts.soon')} <Clock left={startsAt - now} />
      </p>
      <button
        type="button"
        className="button primary"
        aria-disabled={action.busy}
        onClick={() => void action.run(begin)}
      >
        {text('workshop.starts.now')}
      </button>
      <ActionError action={action} />
    </div>
  )
}
