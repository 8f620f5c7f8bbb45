'use client'

import { useState } from 'react'
import { setPassword as send } from '@/components/request/people'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { NewPassword } from './new-password'
import { leaveFor } from './session'

/** Sets a password by the one-time token behind the "#" of this page's address. */
export function SetPasswordForm() {
  const [password, setPassword] = useState('')
  const set = async () => {
    await send(window.location.hash.slice(1), password)
    leaveFor('/sign-in')
  }
  return (
    <Form submit={text('people.password.set')} onSubmit={set} primary>
      <NewPassword value={password} onText={setPassword} />
    </Form>
  )
}
