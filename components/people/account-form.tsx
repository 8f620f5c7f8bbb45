'use client'

import { useState } from 'react'
import { becomeAccount } from '@/components/request/people'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { NewPassword } from './new-password'
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
  const make = async () => {
    await beSomebody()
    await becomeAccount(login, password)
    await onMade?.()
    if (to) leaveFor(to)
  }
  return (
    <Form submit={text('people.account.make')} onSubmit={make} primary>
      <Field
        label={text('people.login')}
        hint={text('people.login.hint')}
        value={login}
        onText={setLogin}
        autoComplete="username"
        required
        maxLength={80}
      />
      <NewPassword label={text('people.password')} value={password} onText={setPassword} />
    </Form>
  )
}
