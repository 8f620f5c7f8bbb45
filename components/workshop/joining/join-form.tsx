'use client'

import { useState } from 'react'
import { beParticipant, leaveFor } from '@/components/people/session'
import { patiently } from '@/components/request/patiently'
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
  const [waiting, setWaiting] = useState(false)
  const patience = { onWait: () => setWaiting(true) }
  const join = async () => {
    if (name.trim() === '') throw new Error(text('workshop.name.missing'))
    try {
      await patiently(() => beParticipant(code, name), patience)
      const { workshop } = await patiently(() => joinWorkshop(code, name), patience)
      leaveFor(`/workshops/${workshop}/lessons`)
    } finally {
      setWaiting(false)
    }
  }
  const said = <div role="status">{waiting && <p className="notice">{text('workshop.join.waiting')}</p>}</div>
  return (
    <Form submit={text('workshop.join')} onSubmit={join} said={said} primary>
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
