'use client'

import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { leaveFor, signIn } from './session'

/** Signs in with name and password, and goes on to a page. */
export function SignInForm({ to }: { to: string }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const enter = async () => {
    await signIn(login, password)
    leaveFor(to)
  }
  return (
    <Form submit={text('people.sign-in')} onSubmit={enter} primary>
      <Field label={text('people.login')} value={login} onText={setLogin} autoComplete="username" required />
      <Field
        label={text('people.password')}
        type="password"
        value={password}
        onText={setPassword}
        autoComplete="current-password"
        required
      />
    </Form>
  )
}
