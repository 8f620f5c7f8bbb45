import { notFound, redirect } from 'next/navigation'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export type WorkshopParams = { params: Promise<{ workshop: string }> }

/** The workshop that the address names, for who gives it; participants go to its lessons. */
export async function givenWorkshop(params: WorkshopParams['params']) {
  const { workshop: id } = await params
  const person = await currentPerson()
  if (!person) redirect(`/sign-in?to=/workshops/${encodeURIComponent(id)}`)
  const { workshops, workshopLessons } = runtime()
  const standing = await workshops.standing(person, id)
  if (standing?.seat && !standing.instructor) redirect(`/workshops/${id}/lessons`)
  const workshop = standing && (await workshops.find(id))
  const course = workshop && (await workshopLessons.plan(workshop))
  if (!workshop || !course) notFound()
  return { workshop, course, person }
}
