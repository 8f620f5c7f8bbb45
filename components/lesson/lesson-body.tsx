'use client'

import { useLive } from '@/components/live/live-context'
import { passedNow } from '@/components/progress/passed-now'
import { TaskPanel } from '@/components/tasks/task-panel'
import { Split } from '@/components/ui/split'
import { text } from '@/components/ui/text'
import { useWorkbenchView } from '@/components/workbench/workbench-context'
import { ClusterNotes } from './cluster-notes'
import { LessonHeader } from './lesson-header'
import { LessonNeighbours } from './lesson-neighbours'
import { LessonOpening } from './lesson-opening'
import type { LessonViewProps } from './lesson-view'
import { NarrowTabs } from './narrow-tabs'
import { ReplaceDialog } from './replace-dialog'
import { SandboxBanner } from './sandbox-banner'
import { ToolPanes } from './tool-panes'
import { useContent } from './use-content'
import { useOpenLesson } from './use-open-lesson'

/** The panes of a lesson: text and tasks left, terminal or editor over the matrix right; tabs on a narrow screen. */
export function LessonBody({ page, words, bar, children }: LessonViewProps) {
  const opened = useOpenLesson(page.sandbox, page.lesson.slug)
  useContent()
  const { pane, tool } = useWorkbenchView()
  const inLesson = useLive(state => state.sandbox?.lesson) === page.lesson.slug
  const passed = useLive(state => state.passed)
  const course = inLesson ? passedNow(page.course, page.lesson.slug, passed) : page.course
  const lessonOf = (slug: string | null) => page.course.lessons.find(lesson => lesson.slug === slug)
  const next = lessonOf(page.lesson.next)
  const nameOf = (slug: string) => {
    const lesson = lessonOf(slug)
    return lesson ? `${lesson.number} ${lesson.title}` : slug
  }
  return (
    <div className="lesson-page" data-pane={pane} data-tool={tool}>
      <LessonHeader course={course} lesson={page.lesson} sandbox />
      {bar}
      <SandboxBanner
        course={page.course.slug}
        base={page.course.base}
        sandbox={page.sandbox}
        opened={opened}
        nameOf={nameOf}
      />
      <main id="content" tabIndex={-1} className="workbench">
        <NarrowTabs />
        <Split
          name="main"
          direction="row"
          initial={40}
          label={text('lesson.split.main')}
          className="split-main"
          first={
            <Split
              name="lesson"
              direction="column"
              initial={56}
              label={text('lesson.split.lesson')}
              id="pane-lesson"
              className="lesson-side"
              first={
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
                <article className="lesson-text" aria-label={text('lesson.text')} tabIndex={0}>
                  <LessonOpening lesson={page.lesson} tasks />
                  <ClusterNotes notes={page.notes} />
                  {children}
                  <LessonNeighbours course={page.course} lesson={page.lesson.slug} />
                </article>
              }
              second={
                <TaskPanel
                  key={page.lesson.slug}
                  page={page}
                  words={words}
                  nextLesson={
                    next && {
                      href: `${page.course.base}/${next.slug}`,
                      title: `${next.number} ${next.title}`,
                    }
                  }
                  onOpenTask={task => opened.open(task)}
                />
              }
            />
          }
          second={<ToolPanes />}
        />
      </main>
      <ReplaceDialog opened={opened} />
    </div>
  )
}
