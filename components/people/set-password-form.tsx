'use client'

import { useState } from 'react'
import { setPassword as send } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { leaveFor } from './session'

/** Sets a password by the one-time token behind the "#" of this page's address. */
export function SetPasswordForm() {
  const [password, setPassword] = useState('')
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        await send(window.location.hash.slice(1), password)
        leaveFor('/sign-in')
      })}
    >
      <Field
        label={text('people.password.new')}
        hint={text('people.password.hint')}
        type="password"
        value={password}
        onText={setPassword}
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
      />
      <button type="submit" className="button primary" aria-disabled={action.busy}>
        {text('people.password.set')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
