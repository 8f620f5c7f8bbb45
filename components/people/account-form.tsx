'use client'

import { useState } from 'react'
import { becomeAccount } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { beSomebody, leaveFor } from './session'

type AccountFormProps = {
  /** Where to go on; nothing: call `onMade`. */
  to?: string
  onMade?: () => Promise<void>
}

/** Makes an account of whoever is here: a guest keeps everything. */
export function AccountForm({ to, onMade }: AccountFormProps) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        await beSomebody()
        await becomeAccount(login, password)
        await onMade?.()
        if (to) leaveFor(to)
      })}
    >
      <Field
        label={text('people.login')}
        hint={text('people.login.hint')}
        value={login}
        onText={setLogin}
        autoComplete="username"
        required
        maxLength={80}
      />
      <Field
        label={text('people.password')}
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
        {text('people.account.make')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
