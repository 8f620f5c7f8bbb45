import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountForm } from '@/components/people/account-form'
import { SignInForm } from '@/components/people/sign-in-form'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { currentPerson } from '@/lib/people/session/current-person'
import { ownPath } from '@/lib/people/session/own-path'

export const metadata: Metadata = { title: text('people.sign-in') }

type SignInProps = { searchParams: Promise<{ to?: string | string[] }> }

export default async function SignIn({ searchParams }: SignInProps) {
  const to = ownPath((await searchParams).to) ?? '/account'
  const person = await currentPerson()
  if (person && !person.guest) redirect(to)
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{text('people.sign-in')}</h1>
        <SignInForm to={to} />
        <section aria-labelledby="make-account">
          <h2 id="make-account">{text('people.account.make')}</h2>
          <p>{text(person ? 'people.account.why.guest' : 'people.account.why')}</p>
          <AccountForm to={to} />
        </section>
      </main>
    </>
  )
}
