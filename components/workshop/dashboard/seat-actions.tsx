'use client'

import { useState } from 'react'
import { jumpSeatTo, resetSeat, sendMessage } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline, SeatHelp, WorkshopSeat } from '@/protocol'
import { SeatTerminal } from './seat-terminal'

type SeatActionsProps = {
  workshop: string
  seat: WorkshopSeat
  course: CourseOutline
  help: SeatHelp | undefined
}

/** What an instructor can do for one participant. */
export function SeatActions({ workshop, seat, course, help }: SeatActionsProps) {
  const [open, setOpen] = useState(false)
  const [lesson, setLesson] = useState(course.start)
  const [said, setSaid] = useState('')
  const action = useAction()
  const name = seat.name ?? text('workshop.seat', { number: seat.number })
  const act = (work: () => Promise<unknown>) => void action.run(work).then(done => done && setOpen(false))
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={text('workshop.help.for', { name })}
        onClick={() => setOpen(true)}
      >
        {text('workshop.help')}
      </button>
      <Dialog
        open={open}
        title={text('workshop.help.for', { name })}
        onClose={() => setOpen(false)}
        className="helping"
      >
        <SeatTerminal workshop={workshop} seat={seat.id} name={name} help={help} />
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            act(() => sendMessage(workshop, { seat: seat.id, text: said, lesson: null, command: null }))
            setSaid('')
          }}
        >
          <Field
            label={text('workshop.say.to', { name })}
            value={said}
            onText={setSaid}
            maxLength={500}
            required
          />
          <button type="submit" className="button primary">
            {text('workshop.say.now')}
          </button>
        </form>
        <p>{text('workshop.help.words')}</p>
        <div className="form">
          <div className="form-field">
            <label htmlFor={`jump-${seat.id}`}>{text('workshop.jump.seat')}</label>
            <select
              id={`jump-${seat.id}`}
              className="field"
              value={lesson}
              onChange={event => setLesson(event.target.value)}
            >
              {course.lessons.map(({ slug, number, title }) => (
                <option key={slug} value={slug}>
                  {number} {title}
                </option>
              ))}
            </select>
          </div>
          <button
            type="button"
            className="button"
            onClick={() => act(() => jumpSeatTo(workshop, seat.id, lesson))}
          >
            {text('workshop.jump.now')}
          </button>
          <button type="button" className="button" onClick={() => act(() => resetSeat(workshop, seat.id))}>
            {text('workshop.reset')}
          </button>
        </div>
        <ActionError action={action} />
        <div className="dialog-actions">
          <button type="button" className="button quiet" onClick={() => setOpen(false)}>
            {text('close')}
          </button>
        </div>
      </Dialog>
    </>
  )
}
