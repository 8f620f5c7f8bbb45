'use client'

import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { addInstructor, changeWorkshop, deleteWorkshop } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { Workshop } from '@/protocol'

/** What can be changed of a workshop, who gives it too, and its end. */
export function Settings({ workshop }: { workshop: Workshop }) {
  const [title, setTitle] = useState(workshop.title)
  const [capacity, setCapacity] = useState(String(workshop.capacity))
  const [endsAt, setEndsAt] = useState(localTime(workshop.endsAt))
  const [keepDays, setKeepDays] = useState(String(workshop.keepDays))
  const [login, setLogin] = useState('')
  const [said, setSaid] = useState<string>()
  const [deleting, setDeleting] = useState(false)
  const action = useAction()
  return (
    <details className="class-panel">
      <summary>{text('workshop.settings')}</summary>
      <form
        className="form"
        onSubmit={action.submit(async () => {
          await changeWorkshop(workshop.id, {
            ...{ title, capacity: Number(capacity), keepDays: Number(keepDays) },
            endsAt: endsAt === '' ? null : new Date(endsAt).toISOString(),
          })
          setSaid(text('workshop.settings.saved'))
        })}
      >
        <Field label={text('workshop.title')} value={title} onText={setTitle} required maxLength={120} />
        <Field
          label={text('workshop.capacity')}
          type="number"
          min={1}
          max={500}
          value={capacity}
          onText={setCapacity}
          required
        />
        <Field
          label={text('workshop.ends')}
          hint={text('workshop.ends.hint')}
          type="datetime-local"
          value={endsAt}
          onText={setEndsAt}
        />
        <Field
          label={text('workshop.keep')}
          type="number"
          min={1}
          max={3_650}
          value={keepDays}
          onText={setKeepDays}
          required
        />
        <button type="submit" className="button" aria-disabled={action.busy}>
          {text('workshop.settings.save')}
        </button>
      </form>
      <form
        className="form"
        onSubmit={action.submit(async () => {
          await addInstructor(workshop.id, login)
          setSaid(text('workshop.instructor.added', { login }))
          setLogin('')
        })}
      >
        <Field
          label={text('workshop.instructor.add')}
          value={login}
          onText={setLogin}
          required
          maxLength={80}
        />
        <button type="submit" className="button">
          {text('workshop.instructor.add.now')}
        </button>
      </form>
      <p role="status">{said}</p>
      <ActionError action={action} />
      <button type="button" className="button quiet" onClick={() => setDeleting(true)}>
        {text('workshop.delete')}
      </button>
      <Dialog open={deleting} title={text('workshop.delete.title')} onClose={() => setDeleting(false)}>
        <p>{text('workshop.delete.words')}</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => setDeleting(false)}>
            {text('cancel')}
          </button>
          <button
            type="button"
            className="button primary"
            onClick={() =>
              void action.run(async () => {
                await deleteWorkshop(workshop.id)
                leaveFor('/workshops')
              })
            }
          >
            {text('workshop.delete.now')}
          </button>
        </div>
      </Dialog>
    </details>
  )
}

/** A time as `datetime-local` has it, of this browser's clock. */
function localTime(time: string | null): string {
  if (time === null) return ''
  const date = new Date(time)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
