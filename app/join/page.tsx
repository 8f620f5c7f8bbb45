import type { Metadata } from 'next'
import Link from 'next/link'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { ComeBackForm } from '@/components/workshop/joining/come-back-form'
import { JoinForm } from '@/components/workshop/joining/join-form'
import { OwnWorkshops } from '@/components/workshop/joining/own-workshops'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export const metadata: Metadata = { title: text('workshop.join') }

type JoinProps = { searchParams: Promise<{ code?: string | string[] }> }

/** Why a link leads nowhere is said; what else is wrong is the server's. */
const refused = (error: unknown) => {
  if (error instanceof Error && 'code' in error) return error
  throw error
}

export default async function Join({ searchParams }: JoinProps) {
  const { code } = await searchParams
  const given = typeof code === 'string' ? code : ''
  const person = await currentPerson()
  const { seats } = runtime()
  const [own, invitation] = await Promise.all([
    person ? seats.of(person) : [],
    given === '' ? null : seats.invitation(given).catch(refused),
  ])
  const why = invitation instanceof Error ? invitation.message : null
  const found = invitation instanceof Error ? null : invitation
  const needsAccount = found?.signIn && (person?.guest ?? true)
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{found ? text('workshop.join.titled', { title: found.title }) : text('workshop.join')}</h1>
        {why && <p className="notice warn">{why}</p>}
        {found?.full && <p className="notice warn">{text('workshop.join.full')}</p>}
        {needsAccount ? (
          <p>
            {text('workshop.join.account')}{' '}
            <Link href={`/sign-in?to=${encodeURIComponent(`/join?code=${given}`)}`}>
              {text('people.sign-in')}
            </Link>
          </p>
        ) : (
          <JoinForm code={given} name={person?.name ?? ''} />
        )}
        {own.length > 0 && (
          <section aria-labelledby="own">
            <h2 id="own">{text('workshop.own')}</h2>
            <OwnWorkshops seats={own} />
          </section>
        )}
        <section aria-labelledby="back">
          <h2 id="back">{text('workshop.back')}</h2>
          <p>{text('workshop.back.words')}</p>
          <ComeBackForm />
        </section>
        <p>
          <Link href="/workshops" prefetch={false}>
            {text('workshop.instructors')}
          </Link>
        </p>
      </main>
    </>
  )
}
