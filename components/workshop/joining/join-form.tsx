'use client'

import { useState } from 'react'
import { beParticipant, leaveFor } from '@/components/people/session'
import { joinWorkshop } from '@/components/request/workshops'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { CodeField } from './code-field'

type JoinFormProps = {
  /** As the link says it. */
  code: string
  name: string
}

/** Joins a workshop: a code, a name, and in. */
export function JoinForm({ code: given, name: known }: JoinFormProps) {
  const [code, setCode] = useState(given)
  const [name, setName] = useState(known)
  const join = async () => {
    await beParticipant(code, name)
    const { workshop } = await joinWorkshop(code, name)
    leaveFor(`/workshops/${workshop}/lessons`)
  }
  return (
    <Form submit={text('workshop.join')} onSubmit={join} primary>
      <CodeField
        label={text('workshop.code')}
        hint={text('workshop.code.hint')}
        value={code}
        onText={setCode}
      />
      <Field
        label={text('workshop.name')}
        hint={text('workshop.name.hint')}
        value={name}
        onText={setName}
        autoComplete="nickname"
        required
        maxLength={40}
      />
    </Form>
  )
}
