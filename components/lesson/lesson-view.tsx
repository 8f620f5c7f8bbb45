'use client'

import type { ReactNode } from 'react'
import { LiveProvider, useLive } from '@/components/live/live-context'
import { sandboxExists } from '@/components/request/sandbox'
import type { TaskWords } from '@/components/tasks/task-panel'
import { WorkbenchProvider } from '@/components/workbench/workbench-context'
import type { LessonPage } from '@/protocol'
import { LessonBody } from './lesson-body'

export type LessonViewProps = {
  page: LessonPage
  words: Readonly<Record<string, TaskWords>>
  /** What stands between header and lesson, e.g. of a workshop. */
  bar?: ReactNode
  /** The lesson's text, rendered on the server. */
  children: ReactNode
}

/** A lesson with its sandbox. */
export function LessonView(props: LessonViewProps) {
  const { sandbox } = props.page
  return (
    <LiveProvider path={`sandboxes/${sandbox}/live`} stillThere={() => sandboxExists(sandbox)}>
      <LessonWorkbench {...props} />
    </LiveProvider>
  )
}

function LessonWorkbench(props: LessonViewProps) {
  const { course, lesson, exercise, sandbox, task } = props.page
  const opened = useLive(state => (state.sandbox?.lesson === lesson.slug ? state.sandbox.task : null)) ?? task
  const place = {
    sandbox,
    course: course.slug,
    lesson: lesson.slug,
    namespace: exercise.tasks.find(({ id }) => id === opened)?.namespace ?? exercise.namespace,
    addresses: exercise.addresses,
    prediction: exercise.prediction,
  }
  return (
    <WorkbenchProvider place={place}>
      <LessonBody {...props} />
    </WorkbenchProvider>
  )
}
