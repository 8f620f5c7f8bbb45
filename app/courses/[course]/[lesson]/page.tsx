import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LessonPreview } from '@/components/lesson/lesson-preview'
import { LessonView } from '@/components/lesson/lesson-view'
import { Markdown } from '@/components/lesson-text/markdown'
import { renderMarkdown } from '@/components/lesson-text/render-markdown'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'
import { taskWords } from './task-words'

type LessonParams = { params: Promise<{ course: string; lesson: string }> }

async function lessonOf(params: LessonParams['params']) {
  const { course: courseSlug, lesson: lessonSlug } = await params
  const course = await runtime().courseOutline(null, courseSlug)
  const lesson = course?.lessons.find(({ slug }) => slug === lessonSlug)
  return course && lesson ? { course, lesson } : undefined
}

export async function generateMetadata({ params }: LessonParams): Promise<Metadata> {
  const found = await lessonOf(params)
  return found
    ? { title: `${found.lesson.number} ${found.lesson.title}`, description: found.lesson.summary }
    : {}
}

export default async function LessonRoute({ params }: LessonParams) {
  const found = await lessonOf(params)
  if (!found) notFound()
  const { course, lesson } = found
  const person = await currentPerson()
  const page = person && (await runtime().lessonPage(person, course.slug, lesson.slug))
  const source = await runtime().lessonText(course.slug, lesson.slug, page?.sandbox)
  if (source === null) notFound()
  const text = <Markdown source={source.mdx} format="mdx" diagrams={source.diagrams} />

  if (!person) {
    // Who reads a lesson may start it next: its tasks are compiled by then. What fails here fails there, and is told.
    for (const task of source.tasks) renderMarkdown(task, 'md').catch(() => {})
    return (
      <LessonPreview course={course} lesson={lesson}>
        {text}
      </LessonPreview>
    )
  }
  if (!page) notFound()
  return (
    <LessonView key={lesson.slug} page={page} words={taskWords(page)}>
      {text}
    </LessonView>
  )
}
