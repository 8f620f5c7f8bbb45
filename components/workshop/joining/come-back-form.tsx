'use client'

import { useState } from 'react'
import { comeBack, leaveFor } from '@/components/people/session'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { CodeField } from './code-field'

/** Back to one's seat from another browser, by the personal code. */
export function ComeBackForm() {
  const [code, setCode] = useState('')
  const back = async () => {
    await comeBack(code)
    leaveFor('/join')
  }
  return (
    <Form submit={text('workshop.come-back')} onSubmit={back}>
      <CodeField label={text('workshop.personal-code')} value={code} onText={setCode} />
    </Form>
  )
}
