'use client'

import { endSessions } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { leaveFor, signOut } from './session'

export function Sessions() {
  const action = useAction()
  const leave = (everywhere: boolean) =>
    void action.run(async () => {
      if (everywhere) await endSessions()
      await signOut()
      leaveFor('/')
    })
  return (
    <div className="form-actions">
      <button type="button" className="button" onClick={() => leave(false)}>
        {text('people.sign-out')}
      </button>
      <button type="button" className="button quiet" onClick={() => leave(true)}>
        {text('people.sign-out.everywhere')}
      </button>
      <ActionError action={action} />
    </div>
  )
}
