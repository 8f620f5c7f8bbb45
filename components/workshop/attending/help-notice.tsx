'use client'

import { endAssist, letAssist } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { SeatHelp } from '@/protocol'

/** Who looks at the participant's terminal, who asks to type there, and how to end it. */
export function HelpNotice({ workshop, help }: { workshop: string; help: SeatHelp | undefined }) {
  const action = useAction()
  const { assist = null, watchedBy = [] } = help ?? {}
  return (
    <div role="status">
      {watchedBy.length > 0 && !assist && (
        <p className="notice">{text('workshop.watched', { names: watchedBy.join(', ') })}</p>
      )}
      {assist && (
        <div className="notice warn">
          <p>{text(assist.granted ? 'workshop.assisted' : 'workshop.assist.asked', { name: assist.by })}</p>
          {!assist.granted && (
            <button
              type="button"
              className="button small primary"
              onClick={() => void action.run(() => letAssist(workshop))}
            >
              {text('workshop.assist.let')}
            </button>
          )}
          <button
            type="button"
            className="button small"
            onClick={() => void action.run(() => endAssist(workshop))}
          >
            {text(assist.granted ? 'workshop.assist.end' : 'workshop.assist.no')}
          </button>
          <ActionError action={action} />
        </div>
      )}
    </div>
  )
}
