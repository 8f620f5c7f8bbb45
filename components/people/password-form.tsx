'use client'

import { useState } from 'react'
import { changePassword } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { signIn } from './session'

/** Changes the password; who does it stays signed in here, and nowhere else. */
export function PasswordForm({ login }: { login: string }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        setDone(false)
        await changePassword(current, password)
        await signIn(login, password)
        setCurrent('')
        setPassword('')
        setDone(true)
      })}
    >
      <input type="hidden" autoComplete="username" value={login} readOnly />
      <Field
        label={text('people.password.current')}
        type="password"
        value={current}
        onText={setCurrent}
        autoComplete="current-password"
        required
      />
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
      <button type="submit" className="button" aria-disabled={action.busy}>
        {text('people.password.change')}
      </button>
      <p role="status">{done && text('people.password.changed')}</p>
      <ActionError action={action} />
    </form>
  )
}
