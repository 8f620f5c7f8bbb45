import type { ReactNode } from 'react'
import { StartButton } from '@/components/home/start-button'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'
import { LessonHeader } from './lesson-header'
import { LessonNeighbours } from './lesson-neighbours'
import { LessonOpening } from './lesson-opening'

type LessonPreviewProps = {
  course: CourseOutline
  lesson: CourseOutline['lessons'][number]
  children: ReactNode
}

/** A lesson as somebody sees it who has not started: its text, and the way in. */
export function LessonPreview({ course, lesson, children }: LessonPreviewProps) {
  return (
    <div className="lesson-preview">
      <LessonHeader course={course} lesson={lesson} sandbox={false} />
      <main id="content" tabIndex={-1}>
        <aside className="preview-start" aria-label={text('preview.label')}>
          <p>{text('preview.words')}</p>
          <StartButton />
        </aside>
        <article className="lesson-text" aria-label={text('lesson.text')}>
          <LessonOpening lesson={lesson} tasks={false} />
          {children}
          <LessonNeighbours course={course} lesson={lesson.slug} />
        </article>
      </main>
    </div>
  )
}
