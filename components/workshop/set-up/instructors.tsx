import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { addInstructor, removeInstructor } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { Workshop } from '@/protocol'

type InstructorsProps = {
  workshop: Workshop
  /** Who looks. */
  me: string
}

/** Who gives a workshop; more who shall, and those who shall no more. */
export function Instructors({ workshop, me }: InstructorsProps) {
  const [instructors, setInstructors] = useState(workshop.instructors)
  const [login, setLogin] = useState('')
  const [said, setSaid] = useState('')
  const action = useAction()
  const add = async () => {
    setInstructors((await addInstructor(workshop.id, login)).instructors)
    setSaid(text('workshop.instructor.added', { login }))
    setLogin('')
  }
  const remove = async (person: string) => {
    setInstructors((await removeInstructor(workshop.id, person)).instructors)
    setSaid('')
    // Who gave it up has nothing to see here any more.
    if (person === me) leaveFor('/workshops')
  }
  return (
    <>
      <h3>{text('workshop.instructors.who')}</h3>
      <ul className="plain-list">
        {instructors.map(one => (
          <li key={one.id}>
            <span>{one.login}</span>
            {instructors.length > 1 && (
              <button
                type="button"
                className="button quiet small"
                aria-label={text('workshop.instructor.remove', { login: one.login ?? '' })}
                onClick={() => void action.run(() => remove(one.id))}
              >
                {text('workshop.instructor.remove.short')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <ActionError action={action} />
      <Form submit={text('workshop.instructor.add.now')} onSubmit={add} said={<p role="status">{said}</p>}>
        <Field
          label={text('workshop.instructor.add')}
          value={login}
          onText={setLogin}
          required
          maxLength={80}
        />
      </Form>
    </>
  )
}
