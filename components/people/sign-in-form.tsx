'use client'

import { useState } from 'react'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { leaveFor, signIn } from './session'

/** Signs in with name and password, and goes on to a page. */
export function SignInForm({ to }: { to: string }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        await signIn(login, password)
        leaveFor(to)
      })}
    >
      <Field label={text('people.login')} value={login} onText={setLogin} autoComplete="username" required />
      <Field
        label={text('people.password')}
        type="password"
        value={password}
        onText={setPassword}
        autoComplete="current-password"
        required
      />
      <button type="submit" className="button primary" aria-disabled={action.busy}>
        {text('people.sign-in')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
