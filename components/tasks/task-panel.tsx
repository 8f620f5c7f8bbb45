'use client'

import { LoaderCircle, RotateCcw, ShieldCheck } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { text } from '@/components/ui/text'
import type { LessonPage } from '@/protocol'
import { HintButton, Hints } from './hints'
import { Questions } from './questions/questions'
import { useAnswers } from './questions/use-answers'
import { ResetDialog } from './reset-dialog'
import { CheckResults } from './results/check-results'
import { PassSummary } from './results/pass-summary'
import { SmallestEdit } from './results/smallest-edit'
import { TaskList } from './task-list'
import { useHints } from './use-hints'
import { useTasks } from './use-tasks'

/** A task's Markdown, rendered on the server. */
export type TaskWords = { text: ReactNode; hints: readonly ReactNode[]; success: ReactNode }

type TaskPanelProps = {
  page: LessonPage
  words: Readonly<Record<string, TaskWords>>
  nextLesson: { href: string; title: string } | undefined
  onOpenTask: (task: string) => void
}

export function TaskPanel({ page, words, nextLesson, onOpenTask }: TaskPanelProps) {
  const { task, passed, check, checking, error, result, own, checked, progress, next } = useTasks(page)
  const ready = useLive(state => state.sandbox?.state === 'ready')
  const { answers, answer, clear } = useAnswers(page)
  const [resetting, setResetting] = useState(false)
  const hints = useHints(page)
  const said = words[task.id]
  // The flows of a requirement are told by its line.
  const lines = result?.checks.filter(({ requirement }) => requirement === undefined) ?? []
  const status = useRef<HTMLParagraphElement>(null)
  // The answer may come below what is seen.
  useEffect(() => {
    if (own && result) status.current?.scrollIntoView({ block: 'start' })
  }, [own, result])

  return (
    <section id="tasks" className="tasks" aria-label={text('tasks.label')}>
      {page.exercise.tasks.length > 1 && (
        <TaskList tasks={page.exercise.tasks} current={task.id} passed={passed} onOpen={onOpenTask} />
      )}
      <div className="task">
        <header className="task-header">
          <h2>{task.title}</h2>
          <span className="task-state" data-passed={passed(task.id)}>
            {text(passed(task.id) ? 'tasks.state.passed' : 'tasks.state.open')}
          </span>
        </header>
        <div className="task-text">{said?.text}</div>
        <form
          className="task-form"
          onSubmit={event => {
            event.preventDefault()
            if (ready) void check({ ...answers })
          }}
        >
          <Questions task={task} answers={answers} result={result} checked={checked} onAnswer={answer} />
          <div className="task-actions">
            <button type="submit" className="button primary" aria-disabled={checking || !ready}>
              {checking ? (
                <LoaderCircle size={16} className="spinning" aria-hidden />
              ) : (
                <ShieldCheck size={16} aria-hidden />
              )}
              {text(checking ? 'tasks.checking' : 'tasks.check')}
            </button>
            <HintButton taken={hints.takenOf(task)} all={task.hints.length} onMore={() => hints.take(task)} />
            <button type="button" className="button quiet task-reset" onClick={() => setResetting(true)}>
              <RotateCcw size={15} aria-hidden />
              {text('tasks.reset')}
            </button>
          </div>
        </form>
        <Hints key={`hints ${task.id}`} hints={said?.hints.slice(0, hints.takenOf(task)) ?? []} />
        {result?.smallestEdit && hints.takenOf(task) >= (said?.hints.length ?? 0) && (
          <SmallestEdit steps={result.smallestEdit} />
        )}
        <p ref={status} role="status" className="task-status" data-outcome={result?.outcome}>
          {progress && text('tasks.progress', progress)}
          {result &&
            text(`tasks.result.${result.outcome}`, {
              wrong: lines.filter(({ outcome }) => outcome !== 'passed').length,
              all: lines.length,
            })}
        </p>
        {progress && progress.planned > 0 && (
          <progress
            max={progress.planned}
            value={progress.done}
            aria-label={text('tasks.checking')}
            className="task-progress"
          />
        )}
        {error && (
          <p role="alert" className="notice bad">
            {error}
          </p>
        )}
        {result && !own && <p className="task-earlier">{text('tasks.earlier')}</p>}
        {result?.outcome === 'passed' && (
          <PassSummary
            key={task.id}
            result={result}
            takeFocus={own}
            success={said?.success}
            next={next && { title: next.title, open: () => onOpenTask(next.id) }}
            nextLesson={nextLesson}
            outline={page.course.base}
          />
        )}
        {result && <CheckResults result={result} />}
      </div>
      <ResetDialog
        open={resetting}
        sandbox={page.sandbox}
        onClose={done => {
          setResetting(false)
          if (done) clear()
        }}
      />
    </section>
  )
}
