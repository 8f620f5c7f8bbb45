import type { Metadata } from 'next'
import { SetPasswordForm } from '@/components/people/set-password-form'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'

export const metadata: Metadata = { title: text('people.password.new'), robots: { index: false } }

export default function Password() {
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="sheet">
        <h1>{text('people.password.new')}</h1>
        <SetPasswordForm />
      </main>
    </>
  )
}
