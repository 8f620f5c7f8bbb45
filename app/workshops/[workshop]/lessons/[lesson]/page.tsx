import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { taskWords } from '@/app/courses/[course]/[lesson]/task-words'
import { LessonView } from '@/components/lesson/lesson-view'
import { Markdown } from '@/components/lesson-text/markdown'
import { text } from '@/components/ui/text'
import { ParticipantBar } from '@/components/workshop/attending/participant-bar'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export const metadata: Metadata = { title: text('workshop.class') }

type LessonParams = { params: Promise<{ workshop: string; lesson: string }> }

export default async function WorkshopLesson({ params }: LessonParams) {
  const { workshop, lesson } = await params
  const person = await currentPerson()
  if (!person) redirect('/join')
  const { workshopLessons, lessonText } = runtime()
  const found = await workshopLessons.page(person, workshop, lesson)
  // The class has not come to it yet, or it is none of it.
  if (!found && (await workshopLessons.outline(person, workshop))) redirect(`/workshops/${workshop}/lessons`)
  const source = found && (await lessonText(found.page.course.slug, lesson, found.page.sandbox))
  if (!found || !source) notFound()
  const { page, seat } = found
  return (
    <LessonView
      key={lesson}
      page={page}
      words={taskWords(page)}
      bar={<ParticipantBar seat={seat} course={page.course} lesson={lesson} />}
    >
      <Markdown source={source.mdx} format="mdx" diagrams={source.diagrams} />
    </LessonView>
  )
}
