'use client'

import { Hand } from 'lucide-react'
import { useState } from 'react'
import { raiseHand } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'

/** Calls the instructor, with a question or without. */
export function HandButton({ workshop, raised }: { workshop: string; raised: boolean }) {
  const [asking, setAsking] = useState(false)
  const [question, setQuestion] = useState('')
  const action = useAction()
  const set = (up: boolean) =>
    action.run(async () => {
      await raiseHand(workshop, up, up ? question : '')
      setAsking(false)
      setQuestion('')
    })
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-pressed={raised}
        onClick={() => (raised ? void set(false) : setAsking(true))}
      >
        <Hand size={14} aria-hidden />
        {text(raised ? 'workshop.hand.down' : 'workshop.hand')}
      </button>
      <Dialog open={asking} title={text('workshop.hand')} onClose={() => setAsking(false)}>
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            void set(true)
          }}
        >
          <Field
            label={text('workshop.hand.question')}
            value={question}
            onText={setQuestion}
            maxLength={500}
          />
          <ActionError action={action} />
          <div className="dialog-actions">
            <button type="button" className="button quiet" onClick={() => setAsking(false)}>
              {text('cancel')}
            </button>
            <button type="submit" className="button primary" aria-disabled={action.busy}>
              {text('workshop.hand')}
            </button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
