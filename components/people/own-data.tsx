'use client'

import { useState } from 'react'
import { deletePerson } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { leaveFor, signOut } from './session'

/** To take one's data along, or to have it gone. */
export function OwnData({ guest }: { guest: boolean }) {
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const action = useAction()
  return (
    <div className="form-actions">
      <a className="button" href="/api/v1/me/data" download="netpol-lab.json">
        {text('people.data.export')}
      </a>
      <button type="button" className="button quiet" onClick={() => setAsking(true)}>
        {text('people.data.delete')}
      </button>
      <Dialog open={asking} title={text('people.data.delete.title')} onClose={() => setAsking(false)}>
        <form
          className="form"
          onSubmit={action.submit(async () => {
            await deletePerson(guest ? undefined : password)
            await signOut()
            leaveFor('/')
          })}
        >
          <p>{text('people.data.delete.words')}</p>
          {!guest && (
            <Field
              label={text('people.password')}
              type="password"
              value={password}
              onText={setPassword}
              autoComplete="current-password"
              required
            />
          )}
          <ActionError action={action} />
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {text('cancel')}
            </button>
            <button type="submit" className="button primary" aria-disabled={action.busy}>
              {text('people.data.delete.now')}
            </button>
          </div>
        </form>
      </Dialog>
    </div>
  )
}
