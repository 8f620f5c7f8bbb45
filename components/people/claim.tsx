'use client'

import Link from 'next/link'
import { claimAdministrator } from '@/components/request/people'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { AccountForm } from './account-form'
import { leaveFor } from './session'

/** Makes an administrator of who has the link with the one-time token behind the "#". */
export function Claim({ account }: { account: boolean }) {
  const action = useAction()
  const claim = async () => {
    await claimAdministrator(window.location.hash.slice(1))
    leaveFor('/administrator')
  }
  if (!account)
    return (
      <>
        <p>{text('people.claim.account')}</p>
        <AccountForm onMade={claim} />
        <p>
          <Link href="/sign-in">{text('people.claim.sign-in')}</Link>
        </p>
      </>
    )
  return (
    <div className="form">
      <button type="button" className="button primary" onClick={() => void action.run(claim)}>
        {text('people.claim')}
      </button>
      <ActionError action={action} />
    </div>
  )
}
