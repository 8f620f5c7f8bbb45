'use client'

import { useState } from 'react'
import { changePassword } from '@/components/request/people'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { NewPassword } from './new-password'
import { signIn } from './session'

/** Changes the password; who does it stays signed in here, and nowhere else. */
export function PasswordForm({ login }: { login: string }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const change = async () => {
    setDone(false)
    await changePassword(current, password)
    await signIn(login, password)
    setCurrent('')
    setPassword('')
    setDone(true)
  }
  return (
    <Form
      submit={text('people.password.change')}
      onSubmit={change}
      said={<p role="status">{done && text('people.password.changed')}</p>}
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
      <NewPassword value={password} onText={setPassword} />
    </Form>
  )
}
