'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { changeWorkshop, deleteWorkshop } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { Workshop } from '@/protocol'
import { Instructors } from '../set-up/instructors'
import {
  CapacityField,
  EndField,
  LanguageChoice,
  localTime,
  ProviderChoice,
  SignInCheck,
  StartField,
  TitleField,
  timeOf,
} from '../set-up/workshop-fields'

type SettingsProps = {
  workshop: Workshop
  providers: readonly Workshop['provider'][]
  /** Who looks. */
  me: string
}

/** What can be changed of a workshop, who gives it too, and its end. */
export function Settings({ workshop, providers, me }: SettingsProps) {
  const router = useRouter()
  const [title, setTitle] = useState(workshop.title)
  const [capacity, setCapacity] = useState(String(workshop.capacity))
  const [startsAt, setStartsAt] = useState(localTime(workshop.startsAt))
  const [endsAt, setEndsAt] = useState(localTime(workshop.endsAt))
  const [keepDays, setKeepDays] = useState(String(workshop.keepDays))
  const [signIn, setSignIn] = useState(workshop.signIn)
  const [language, setLanguage] = useState(workshop.language)
  const [provider, setProvider] = useState<Workshop['provider']>()
  const [said, setSaid] = useState<string>()
  const save = async () => {
    await changeWorkshop(workshop.id, {
      ...{ title, signIn, language, capacity: Number(capacity), keepDays: Number(keepDays) },
      ...(provider && { provider }),
      // What nobody typed may have been changed meanwhile.
      ...(startsAt !== localTime(workshop.startsAt) && { startsAt: timeOf(startsAt) }),
      ...(endsAt !== localTime(workshop.endsAt) && { endsAt: timeOf(endsAt) }),
    })
    setSaid(text('workshop.settings.saved'))
    // What the rest of the page says of the workshop.
    router.refresh()
  }
  return (
    <details className="class-panel">
      <summary>{text('workshop.settings')}</summary>
      <Form submit={text('workshop.settings.save')} onSubmit={save} wide>
        <div className="form-columns">
          <TitleField value={title} onText={setTitle} />
          <CapacityField value={capacity} onText={setCapacity} />
          <StartField value={startsAt} onText={setStartsAt} />
          <EndField value={endsAt} onText={setEndsAt} />
          <Field
            label={text('workshop.keep')}
            type="number"
            min={1}
            max={3_650}
            value={keepDays}
            onText={setKeepDays}
            required
          />
          <ProviderChoice
            providers={providers}
            value={provider ?? workshop.provider}
            onChoice={setProvider}
          />
        </div>
        <LanguageChoice value={language} onChoice={setLanguage} />
        <SignInCheck checked={signIn} onChecked={setSignIn} />
      </Form>
      <p role="status">{said}</p>
      <Instructors workshop={workshop} me={me} />
      <DeleteWorkshop workshop={workshop.id} />
    </details>
  )
}

function DeleteWorkshop({ workshop }: { workshop: string }) {
  const [asking, setAsking] = useState(false)
  const action = useAction()
  const remove = async () => {
    await deleteWorkshop(workshop)
    leaveFor('/workshops')
  }
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setAsking(true)}>
        {text('workshop.delete')}
      </button>
      <Dialog open={asking} title={text('workshop.delete.title')} onClose={() => setAsking(false)}>
        <p>{text('workshop.delete.words')}</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {text('cancel')}
          </button>
          <button type="button" className="button primary" onClick={() => void action.run(remove)}>
            {text('workshop.delete.now')}
          </button>
        </div>
        <ActionError action={action} />
      </Dialog>
    </>
  )
}
