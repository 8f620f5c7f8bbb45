import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CertificateButton } from '@/components/certificate/certificate-button'
import { StartButton } from '@/components/home/start-button'
import { Outline } from '@/components/progress/outline'
import { PersonName } from '@/components/progress/person-name'
import { ContinueLink, CourseSize, ProgressSummary } from '@/components/progress/progress-summary'
import { SiteHeader } from '@/components/ui/site-header'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

type CourseParams = { params: Promise<{ course: string }> }

export async function generateMetadata({ params }: CourseParams): Promise<Metadata> {
  const course = await runtime().courseOutline(null, (await params).course)
  return { title: course?.title, description: course?.description }
}

export default async function CoursePage({ params }: CourseParams) {
  const person = await currentPerson()
  const course = await runtime().courseOutline(person, (await params).course)
  if (!course) notFound()
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="course">
        <header className="course-header">
          <h1>{course.title}</h1>
          <p>{course.description}</p>
          <CourseSize course={course} />
          {person && <ProgressSummary course={course} />}
          {person && course.lessons.every(({ passed }) => passed) && (
            <CertificateButton course={course.slug} named={person.name !== null} />
          )}
          {course.continueAt ? (
            <ContinueLink course={course} />
          ) : (
            <StartButton to={`/courses/${course.slug}/${course.start}`} />
          )}
        </header>
        <Outline course={course} detailed />
        {person && <PersonName person={person} />}
      </main>
    </>
  )
}
