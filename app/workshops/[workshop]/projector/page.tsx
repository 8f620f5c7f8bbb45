import type { Metadata } from 'next'
import { text } from '@/components/ui/text'
import { Projector } from '@/components/workshop/projector'
import { ClassPage } from '../class-page'
import { givenWorkshop, type WorkshopParams } from '../workshop-of'

export const metadata: Metadata = { title: text('workshop.projector') }

export default async function ProjectorPage({ params }: WorkshopParams) {
  const { workshop, course } = await givenWorkshop(params)
  return (
    <ClassPage projector>
      <h1>{workshop.title}</h1>
      <p className="invitation-code">{workshop.code}</p>
      <Projector workshop={workshop.id} course={course} />
    </ClassPage>
  )
}
