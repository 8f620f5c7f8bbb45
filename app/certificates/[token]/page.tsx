import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ownOrigin } from '@/app/own-origin'
import { Certificate } from '@/components/certificate/certificate'
import { GradeAgain } from '@/components/certificate/grade-again'
import { SiteHeader } from '@/components/ui/site-header'
import { text } from '@/components/ui/text'
import { runtime } from '@/lib/runtime'

export const metadata: Metadata = { title: text('certificate.title'), robots: { index: false } }

export default async function CertificateRoute({ params }: { params: Promise<{ token: string }> }) {
  const certificate = await runtime().certificates.verify((await params).token)
  if (!certificate) notFound()
  return (
    <>
      <SiteHeader />
      <main id="content" tabIndex={-1} className="certificate-page">
        <Certificate
          certificate={certificate}
          link={`${await ownOrigin()}/certificates/${certificate.token}`}
        />
        <GradeAgain certificate={certificate} />
      </main>
    </>
  )
}
