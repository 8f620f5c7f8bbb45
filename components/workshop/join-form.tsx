'use client'

import { useState } from 'react'
import { beSomebody, leaveFor } from '@/components/people/session'
import { joinWorkshop } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'

type JoinFormProps = {
  /** As the link says it. */
  code: string
  name: string
}

/** Joins a workshop: a code, a name, and in. */
export function JoinForm({ code: given, name: known }: JoinFormProps) {
  const [code, setCode] = useState(given)
  const [name, setName] = useState(known)
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        await beSomebody()
        const { workshop } = await joinWorkshop(code, name)
        leaveFor(`/workshops/${workshop}/lessons`)
      })}
    >
      <Field
        label={text('workshop.code')}
        hint={text('workshop.code.hint')}
        value={code}
        onText={setCode}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={40}
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
      <button type="submit" className="button primary" aria-disabled={action.busy}>
        {text('workshop.join')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
