import type { Metadata } from 'next'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { Projector } from '@/components/workshop/projector'
import { givenWorkshop, type WorkshopParams } from '../workshop-of'

export const metadata: Metadata = { title: text('workshop.projector') }

export default async function ProjectorPage({ params }: WorkshopParams) {
  const { workshop, course } = await givenWorkshop(params)
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet class-page projector">
        <h1>{workshop.title}</h1>
        <p className="invitation-code">{workshop.code}</p>
        <Projector workshop={workshop.id} course={course} />
      </main>
    </>
  )
}
