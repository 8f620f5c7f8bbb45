import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { ClusterSection } from '@/components/cluster/cluster-section'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { CreateForm } from '@/components/workshop/set-up/create-form'
import { GivenWorkshops } from '@/components/workshop/set-up/given-workshops'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'
import type { Person } from '@/protocol'

export const metadata: Metadata = { title: text('workshop.workshops') }

export default async function Workshops() {
  const person = await currentPerson()
  if (!person || person.guest) redirect('/sign-in?to=/workshops')
  return (
    <>
      <SiteHeader>
        <Link href="/account" className="header-link" prefetch={false}>
          {text('people.account')}
        </Link>
      </SiteHeader>
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{text('workshop.workshops')}</h1>
        {person.role === 'learner' ? <p>{text('workshop.not-instructor')}</p> : <Given person={person} />}
      </main>
    </>
  )
}

async function Given({ person }: { person: Person }) {
  const { workshops, courses } = runtime()
  const cluster = runtime().cluster()
  const [given, all] = await Promise.all([workshops.givenBy(person), courses(null)])
  return (
    <>
      <GivenWorkshops workshops={given} />
      <section aria-labelledby="create">
        <h2 id="create">{text('workshop.new')}</h2>
        <CreateForm courses={all} providers={workshops.providers} />
      </section>
      {cluster && <ClusterSection news={cluster} />}
    </>
  )
}
