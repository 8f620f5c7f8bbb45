import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { text } from '@/components/ui/text'
import { SeatView } from '@/components/workshop/helping/seat-view'
import { runtime } from '@/lib/runtime'
import { ClassPage } from '../../class-page'
import { givenWorkshop } from '../../workshop-of'

export const metadata: Metadata = { title: text('workshop.help') }

type SeatParams = { params: Promise<{ workshop: string; seat: string }> }

export default async function SeatPage({ params }: SeatParams) {
  const { workshop, course } = await givenWorkshop(params)
  const { seat } = await params
  const { places: placesOf, clusterOf } = runtime().workshopLessons
  const [places, cluster] = await Promise.all([placesOf(workshop.id, seat), clusterOf(workshop.id, seat)])
  if (!cluster) notFound()
  return (
    <ClassPage links={[{ href: `/workshops/${workshop.id}`, label: text('workshop.to-class') }]}>
      <SeatView workshop={workshop.id} seat={seat} course={course} places={places ?? {}} cluster={cluster} />
    </ClassPage>
  )
}
