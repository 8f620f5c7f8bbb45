import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Outline } from '@/components/progress/outline'
import { ContinueLink, ProgressSummary } from '@/components/progress/progress-summary'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { JumpList } from '@/components/workshop/attending/jump-list'
import { ParticipantBar } from '@/components/workshop/attending/participant-bar'
import { StartLesson } from '@/components/workshop/attending/start-lesson'
import { WorkshopCertificate } from '@/components/workshop/attending/workshop-certificate'
import { PersonalCode } from '@/components/workshop/joining/personal-code'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'
import type { WorkshopParams } from '../workshop-of'

export const metadata: Metadata = { title: text('workshop.class') }

export default async function WorkshopLessons({ params }: WorkshopParams) {
  const { workshop } = await params
  const person = await currentPerson()
  if (!person) redirect('/join')
  const found = await runtime().workshopLessons.outline(person, workshop)
  if (!found) notFound()
  const { seat, course, over } = found
  const open = !over && (seat.startsAt === null || Date.parse(seat.startsAt) <= Date.now())
  return (
    <>
      <SiteHeader />
      <ParticipantBar seat={seat} course={course} />
      <main id="content" tabIndex={-1} className="course">
        <header className="course-header">
          <h1>{course.title}</h1>
          <p>{text('workshop.welcome', { name: seat.name })}</p>
          <ProgressSummary course={course} />
          {course.lessons.every(({ passed }) => passed) && <WorkshopCertificate workshop={workshop} />}
          {open && (course.continueAt ? <ContinueLink course={course} /> : <StartLesson course={course} />)}
        </header>
        <Outline course={course} detailed />
        {open && <JumpList workshop={workshop} course={course} />}
        {seat.personalCode && <PersonalCode code={seat.personalCode} />}
      </main>
    </>
  )
}
