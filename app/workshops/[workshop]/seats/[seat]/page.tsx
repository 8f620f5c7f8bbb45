import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { SeatView } from '@/components/workshop/helping/seat-view'
import { runtime } from '@/lib/runtime'
import { givenWorkshop } from '../../workshop-of'

export const metadata: Metadata = { title: text('workshop.help') }

type SeatParams = { params: Promise<{ workshop: string; seat: string }> }

export default async function SeatPage({ params }: SeatParams) {
  const { workshop, course } = await givenWorkshop(params)
  const { seat } = await params
  const places = await runtime().workshopLessons.places(workshop.id, seat)
  if (!places) notFound()
  return (
    <>
      <SiteHeader>
        <Link href={`/workshops/${workshop.id}`} className="header-link" prefetch={false}>
          {text('workshop.to-class')}
        </Link>
      </SiteHeader>
      <main id="content" tabIndex={-1} className="sheet class-page">
        <SeatView workshop={workshop.id} seat={seat} course={course} places={places} />
      </main>
    </>
  )
}
