import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { AccountForm } from '@/components/people/account-form'
import { ApiTokens } from '@/components/people/api-tokens'
import { OwnData } from '@/components/people/own-data'
import { PasswordForm } from '@/components/people/password-form'
import { Sessions } from '@/components/people/sessions'
import { PersonName } from '@/components/progress/person-name'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export const metadata: Metadata = { title: text('people.account') }

export default async function Account() {
  const person = await currentPerson()
  if (!person) redirect('/sign-in')
  const { guest, login, role } = person
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{text('people.account')}</h1>
        {login && <p>{text('people.account.as', { login, role: text(`people.role.${role}`) })}</p>}
        <p className="form-actions">
          {role !== 'learner' && (
            <Link href="/workshops" prefetch={false}>
              {text('workshop.workshops')}
            </Link>
          )}
          {role === 'administrator' && <Link href="/administrator">{text('people.administration')}</Link>}
        </p>
        <PersonName person={person} />
        {guest ? (
          <section aria-labelledby="account">
            <h2 id="account">{text('people.account.make')}</h2>
            <p>{text('people.account.why.guest')}</p>
            <AccountForm to="/account" />
            <p>
              <Link href="/sign-in">{text('people.account.have')}</Link>
            </p>
          </section>
        ) : (
          <>
            <section aria-labelledby="password">
              <h2 id="password">{text('people.password.change')}</h2>
              <PasswordForm login={login ?? ''} />
            </section>
            <section aria-labelledby="tokens">
              <h2 id="tokens">{text('people.tokens')}</h2>
              <p>{text('people.tokens.words')}</p>
              <ApiTokens tokens={await runtime().tokensOf(person)} />
            </section>
            <section aria-labelledby="sessions">
              <h2 id="sessions">{text('people.sessions')}</h2>
              <Sessions />
            </section>
          </>
        )}
        <section aria-labelledby="data">
          <h2 id="data">{text('people.data')}</h2>
          <p>{text('people.data.words')}</p>
          <OwnData guest={guest} />
        </section>
      </main>
    </>
  )
}
