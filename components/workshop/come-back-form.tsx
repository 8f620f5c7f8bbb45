'use client'

import { useState } from 'react'
import { comeBack, leaveFor } from '@/components/people/session'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'

/** Back to one's seat from another browser, by the personal code. */
export function ComeBackForm() {
  const [code, setCode] = useState('')
  const action = useAction()
  return (
    <form
      className="form"
      onSubmit={action.submit(async () => {
        await comeBack(code)
        leaveFor('/join')
      })}
    >
      <Field
        label={text('workshop.personal-code')}
        value={code}
        onText={setCode}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={40}
      />
      <button type="submit" className="button" aria-disabled={action.busy}>
        {text('workshop.come-back')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
