'use client'

import { useState } from 'react'
import { pauseClass, sendMessage, setPace, setTimer } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline, Pace } from '@/protocol'
import type { ClassLive } from '../class-live'
import { CountDown } from '../count-down'

type ControlsProps = { workshop: string; course: CourseOutline; live: ClassLive; now: number }

const modes = ['free', 'gated', 'together'] as const

/** How the class is led: pace, pause, timer, and what is said to all. */
export function Controls({ workshop, course, live, now }: ControlsProps) {
  const { pace, timer, paused } = live.class
  const [minutes, setMinutes] = useState('10')
  const [said, setSaid] = useState('')
  const [command, setCommand] = useState('')
  const [lesson, setLesson] = useState('')
  const action = useAction()
  const lead = (next: Partial<Pace>) =>
    void action.run(() =>
      setPace(workshop, { mode: pace.mode, lesson: pace.lesson ?? course.start, ...next }),
    )
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
          <select
            className="field small"
            aria-label={text('workshop.pace.lesson')}
            value={pace.lesson ?? course.start}
            onChange={event => lead({ lesson: event.target.value })}
          >
            {course.lessons.map(({ slug, number, title }) => (
              <option key={slug} value={slug}>
                {number} {title}
              </option>
            ))}
          </select>
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
      <form
        className="form wide"
        onSubmit={action.submit(async () => {
          await sendMessage(workshop, { text: said, lesson: lesson || null, command: command || null })
          setSaid('')
          setCommand('')
          setLesson('')
        })}
      >
        <Field label={text('workshop.say')} value={said} onText={setSaid} maxLength={500} required />
        <div className="controls-more">
          <Field label={text('workshop.say.command')} value={command} onText={setCommand} maxLength={2_000} />
          <div className="form-field">
            <label htmlFor="say-lesson">{text('workshop.say.lesson')}</label>
            <select
              id="say-lesson"
              className="field"
              value={lesson}
              onChange={event => setLesson(event.target.value)}
            >
              <option value="">–</option>
              {course.lessons.map(({ slug, number, title }) => (
                <option key={slug} value={slug}>
                  {number} {title}
                </option>
              ))}
            </select>
          </div>
        </div>
        <button type="submit" className="button" aria-disabled={action.busy}>
          {text('workshop.say.now')}
        </button>
      </form>
      <ActionError action={action} />
    </section>
  )
}
