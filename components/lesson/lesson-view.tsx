'use client'

import type { ReactNode } from 'react'
import { LiveProvider } from '@/components/live/live-context'
import type { TaskWords } from '@/components/tasks/task-panel'
import { WorkbenchProvider } from '@/components/workbench/workbench-context'
import type { LessonPage } from '@/protocol'
import { LessonBody } from './lesson-body'

export type LessonViewProps = {
  page: LessonPage
  words: Readonly<Record<string, TaskWords>>
  /** The lesson's text, rendered on the server. */
  children: ReactNode
}

/** A lesson with its sandbox. */
export function LessonView(props: LessonViewProps) {
  const { page } = props
  const place = {
    sandbox: page.sandbox,
    course: page.course.slug,
    lesson: page.lesson.slug,
    namespace: page.exercise.namespace,
    addresses: page.exercise.addresses,
    prediction: page.exercise.prediction,
  }
  return (
    <LiveProvider sandbox={page.sandbox}>
      <WorkbenchProvider place={place}>
        <LessonBody {...props} />
      </WorkbenchProvider>
    </LiveProvider>
  )
}
