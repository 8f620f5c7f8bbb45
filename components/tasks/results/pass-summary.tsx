'use client'

import { ArrowRight, PartyPopper } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useEffect, useRef } from 'react'
import { text } from '@/components/ui/text'
import { useLessonPlace } from '@/components/workbench/workbench-context'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'
import { ChangesTable, changesSentence } from './changes-table'

type PassSummaryProps = {
  result: TaskResult
  /** Whether the way on takes the focus: it answers what the learner just did. */
  takeFocus: boolean
  success: ReactNode
  /** The next task of this lesson, if there is one. */
  next: { title: string; open: () => void } | undefined
  /** Where the course goes on. */
  nextLesson: { href: string; title: string } | undefined
  outline: string
}

/** A pass: what it means, what changed, and the way on. */
export function PassSummary({ result, takeFocus, success, next, nextLesson, outline }: PassSummaryProps) {
  const namespace = useLessonPlace()?.namespace ?? 'default'
  const { changes } = result
  const onward = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // What was passed is scrolled into view, and the way on with it.
    if (takeFocus) onward.current?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true })
  }, [takeFocus])
  return (
    <div className="pass">
      <h3>
        <PartyPopper size={18} aria-hidden /> {text('tasks.passed')}
      </h3>
      {success}
      {(changes.length > 0 || result.checks.some(({ flow }) => flow)) && <p>{changesSentence(changes)}</p>}
      {result.remarks.length > 0 && (
        <ul className="remarks" aria-label={text('tasks.remarks')}>
          {result.remarks.map(remark => (
            <li key={`${remark.id}${JSON.stringify(remark.params)}`}>{render(remark)}</li>
          ))}
        </ul>
      )}
      <div ref={onward} className="pass-onward">
        {next ? (
          <button type="button" className="button primary" onClick={next.open}>
            {text('tasks.next-task', { title: next.title })}
            <ArrowRight size={16} aria-hidden />
          </button>
        ) : (
          <Link className="button primary" href={nextLesson?.href ?? outline}>
            {nextLesson ? text('tasks.next-lesson', { title: nextLesson.title }) : text('tasks.course-done')}
            <ArrowRight size={16} aria-hidden />
          </Link>
        )}
      </div>
      {changes.length > 0 && <ChangesTable changes={changes} namespace={namespace} />}
    </div>
  )
}
