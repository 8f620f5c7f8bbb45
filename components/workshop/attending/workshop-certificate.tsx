'use client'

import { Award } from 'lucide-react'
import { leaveFor } from '@/components/people/session'
import { issueWorkshopCertificate } from '@/components/request/workshops'
import { Form } from '@/components/ui/form'
import { text } from '@/components/ui/text'

/** Leads who passed every lesson of a workshop to the certificate of that. */
export const WorkshopCertificate = ({ workshop }: { workshop: string }) => (
  <Form
    submit={text('certificate.get')}
    primary
    onSubmit={async () => leaveFor(`/certificates/${(await issueWorkshopCertificate(workshop)).token}`)}
  >
    <p className="finished">
      <Award size={18} aria-hidden /> {text('workshop.finished')}
    </p>
  </Form>
)
