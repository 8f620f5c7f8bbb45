'use client'

import { useState } from 'react'
import { jumpSeatTo, resetSeat, sendMessage } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline } from '@/protocol'
import { LessonSelect } from '../lesson-select'

type SeatActionsProps = {
  workshop: string
  seat: string
  name: string
  course: CourseOutline
  /** Whether there is a cluster that can be set up from here. */
  cluster: boolean
}

/** What an instructor can do for one participant. */
export function SeatActions({ workshop, seat, name, course, cluster }: SeatActionsProps) {
  const [lesson, setLesson] = useState(course.start)
  const [said, setSaid] = useState('')
  const [command, setCommand] = useState('')
  const [done, setDone] = useState('')
  const action = useAction()
  const act = (work: () => Promise<unknown>, words: string) =>
    void action.run(work).then(isDone => setDone(isDone ? words : ''))
  const say = async () => {
    await sendMessage(workshop, { seat, text: said, lesson: null, command: command || null })
    setSaid('')
    setCommand('')
    setDone(text('workshop.said.now'))
  }
  return (
    <section className="class-panel" aria-labelledby="seat-actions">
      <h2 id="seat-actions">{text('workshop.help.do')}</h2>
      <Form submit={text('workshop.say.now')} onSubmit={say} wide>
        <Field
          label={text('workshop.say.to', { name })}
          value={said}
          onText={setSaid}
          maxLength={500}
          required
        />
        <Field label={text('workshop.say.command')} value={command} onText={setCommand} maxLength={2_000} />
      </Form>
      <p role="status">{done}</p>
      {cluster && (
        <div className="form wide">
          <LessonSelect
            label={text('workshop.jump.seat')}
            course={course}
            value={lesson}
            onLesson={setLesson}
          />
          <div className="form-actions">
            <button
              type="button"
              className="button"
              aria-disabled={action.busy}
              onClick={() => act(() => jumpSeatTo(workshop, seat, lesson), text('workshop.jump.done'))}
            >
              {text('workshop.jump.now')}
            </button>
            <button
              type="button"
              className="button"
              aria-disabled={action.busy}
              onClick={() => act(() => resetSeat(workshop, seat), text('workshop.reset.done'))}
            >
              {text('workshop.reset')}
            </button>
          </div>
          <p className="hint">{text('workshop.help.words')}</p>
          <ActionError action={action} />
        </div>
      )}
    </section>
  )
}
