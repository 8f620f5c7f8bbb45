import type { Metadata } from 'next'
import { ownOrigin } from '@/app/own-origin'
import { Certificate } from '@/components/certificate/certificate'
import { PrintButton } from '@/components/certificate/print-button'
import { text } from '@/components/ui/text'
import { runtime } from '@/lib/runtime'
import { ClassPage } from '../class-page'
import { givenWorkshop, type WorkshopParams } from '../workshop-of'

export const metadata: Metadata = { title: text('workshop.certificates') }

/** Every certificate of a workshop, to be printed at once. */
export default async function CertificatesPage({ params }: WorkshopParams) {
  const { workshop } = await givenWorkshop(params)
  const { certifying, certificates } = runtime()
  const issued = await certifying.issued(workshop.id)
  const shown = await Promise.all(issued.map(({ token }) => certificates.verify(token)))
  const origin = await ownOrigin()
  return (
    <ClassPage links={[{ href: `/workshops/${workshop.id}/report`, label: text('workshop.to-report') }]}>
      <div className="certificates-head">
        <h1>{text('workshop.certificates.of', { title: workshop.title })}</h1>
        <p>{text('workshop.certificates.words', { count: issued.length })}</p>
        {issued.length > 0 && <PrintButton primary />}
      </div>
      <div className="certificates">
        {shown.map(
          certificate =>
            certificate && (
              <Certificate
                key={certificate.token}
                certificate={certificate}
                link={`${origin}/certificates/${certificate.token}`}
                among
              />
            ),
        )}
      </div>
    </ClassPage>
  )
}
