import type { Metadata } from 'next'
import Link from 'next/link'
import { ClusterSection } from '@/components/cluster/cluster-section'
import { AccountsTable } from '@/components/people/accounts-table'
import { AuditTable } from '@/components/people/audit-table'
import { Claim } from '@/components/people/claim'
import { Platforms } from '@/components/people/platforms'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { currentPerson } from '@/lib/people/session/current-person'
import { runtime } from '@/lib/runtime'

export const metadata: Metadata = { title: text('people.administration') }

export default async function Administrator() {
  const person = await currentPerson()
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{text('people.administration')}</h1>
        {person?.role === 'administrator' && (
          <p>
            <Link href="/workshops" prefetch={false}>
              {text('workshop.workshops')}
            </Link>
          </p>
        )}
        {person?.role === 'administrator' ? (
          <Administration />
        ) : (
          <>
            <p>{text('people.claim.words')}</p>
            <Claim account={person?.guest === false} />
          </>
        )}
      </main>
    </>
  )
}

async function Administration() {
  const { accounts, acts, platforms } = await runtime().administration()
  const cluster = runtime().cluster()
  return (
    <>
      <section>
        <h2>{text('people.accounts')}</h2>
        <AccountsTable accounts={accounts} />
      </section>
      {cluster && <ClusterSection news={cluster} />}
      <section>
        <h2>{text('people.platforms')}</h2>
        <Platforms platforms={platforms} />
      </section>
      <section>
        <h2>{text('people.audit')}</h2>
        <AuditTable acts={acts} />
      </section>
    </>
  )
}
