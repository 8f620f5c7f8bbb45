'use client'

import { Award } from 'lucide-react'
import { leaveFor } from '@/components/people/session'
import { issueWorkshopCertificates } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'

/** Issues what is due to those who passed everything, and goes to where all are printed. */
export function IssueCertificates({ workshop }: { workshop: string }) {
  const action = useAction()
  const issue = async () => {
    await issueWorkshopCertificates(workshop)
    leaveFor(`/workshops/${workshop}/certificates`)
  }
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={action.busy}
        onClick={() => void action.run(issue)}
      >
        <Award size={16} aria-hidden />
        {text('workshop.certificates.make')}
      </button>
      <ActionError action={action} />
    </>
  )
}
