'use client'

import { useState } from 'react'
import { pauseClass, sendMessage, setPace, setTimer } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline, Pace } from '@/protocol'
import { CountDown } from '../attending/count-down'
import type { ClassLive } from '../class-live'
import { LessonSelect } from '../lesson-select'

type ControlsProps = { workshop: string; course: CourseOutline; live: ClassLive; now: number }

const modes = ['free', 'gated', 'together'] as const

/** How the class is led: pace, pause, timer, and what is said to all. */
export function Controls({ workshop, course, live, now }: ControlsProps) {
  const { pace, timer, paused } = live.class
  const [minutes, setMinutes] = useState('10')
  const [said, setSaid] = useState('')
  const [command, setCommand] = useState('')
  const [lesson, setLesson] = useState('')
  const [done, setDone] = useState('')
  const action = useAction()
  const lead = (next: Partial<Pace>) =>
    void action.run(() =>
      setPace(workshop, { mode: pace.mode, lesson: pace.lesson ?? course.start, ...next }),
    )
  const hasMore = (words: string) => {
    setSaid(words)
    setDone('')
  }
  const say = async () => {
    await sendMessage(workshop, { text: said, lesson: lesson || null, command: command || null })
    setSaid('')
    setCommand('')
    setLesson('')
    setDone(text('workshop.said.now'))
  }
  return (
    <section className="class-panel controls" aria-labelledby="controls">
      <h2 id="controls">{text('workshop.controls')}</h2>
      <div className="form-actions">
        <label htmlFor="pace">{text('workshop.pace')}</label>
        <select
          id="pace"
          className="field small"
          value={pace.mode}
          onChange={event => lead({ mode: event.target.value as Pace['mode'] })}
        >
          {modes.map(mode => (
            <option key={mode} value={mode}>
              {text(`workshop.pace.${mode}`)}
            </option>
          ))}
        </select>
        {pace.mode !== 'free' && (
          <LessonSelect
            label={text('workshop.pace.lesson')}
            course={course}
            value={pace.lesson ?? course.start}
            onLesson={lesson => lead({ lesson })}
            small
          />
        )}
        <button
          type="button"
          className="button small"
          aria-pressed={paused}
          onClick={() => void action.run(() => pauseClass(workshop, !paused))}
        >
          {text(paused ? 'workshop.go-on' : 'workshop.pause')}
        </button>
      </div>
      <form
        className="form-actions"
        onSubmit={action.submit(() => setTimer(workshop, Math.round(Number(minutes) * 60)))}
      >
        <label htmlFor="timer">{text('workshop.timer.minutes')}</label>
        <input
          id="timer"
          className="field small"
          type="number"
          min={1}
          max={1_440}
          required
          value={minutes}
          onChange={event => setMinutes(event.target.value)}
        />
        <button type="submit" className="button small">
          {text('workshop.timer.start')}
        </button>
        {timer && (
          <>
            <CountDown timer={timer} now={now} />
            <button
              type="button"
              className="button quiet small"
              onClick={() => void action.run(() => setTimer(workshop, null))}
            >
              {text('workshop.timer.end')}
            </button>
          </>
        )}
      </form>
      <ActionError action={action} />
      <Form submit={text('workshop.say.now')} onSubmit={say} said={<p role="status">{done}</p>} wide>
        <Field label={text('workshop.say')} value={said} onText={hasMore} maxLength={500} required />
        <Field label={text('workshop.say.command')} value={command} onText={setCommand} maxLength={2_000} />
        <LessonSelect
          label={text('workshop.say.lesson')}
          course={course}
          value={lesson}
          onLesson={setLesson}
          optional
        />
      </Form>
    </section>
  )
}
