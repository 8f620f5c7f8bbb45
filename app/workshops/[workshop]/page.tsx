import type { Metadata } from 'next'
import { ownOrigin } from '@/app/own-origin'
import { text } from '@/components/ui/text'
import { Dashboard } from '@/components/workshop/dashboard/dashboard'
import { Invitation } from '@/components/workshop/set-up/invitation'
import { runtime } from '@/lib/runtime'
import { ClassPage } from './class-page'
import { givenWorkshop, type WorkshopParams } from './workshop-of'

export const metadata: Metadata = { title: text('workshop.class') }

export default async function WorkshopPage({ params }: WorkshopParams) {
  const { workshop, course, person } = await givenWorkshop(params)
  const { workshopLessons, workshops } = runtime()
  const questions = await workshopLessons.questions(workshop.id)
  const link = `${await ownOrigin()}/join?code=${workshop.code}`
  return (
    <ClassPage
      links={[
        { href: `/workshops/${workshop.id}/projector`, label: text('workshop.projector'), newTab: true },
        { href: `/workshops/${workshop.id}/report`, label: text('workshop.report') },
        { href: '/workshops', label: text('workshop.workshops') },
      ]}
    >
      <h1>{workshop.title}</h1>
      <Dashboard
        workshop={workshop}
        course={course}
        questions={questions}
        providers={workshops.providers}
        me={person.id}
        invitation={<Invitation code={workshop.code} link={link} />}
      />
    </ClassPage>
  )
}
