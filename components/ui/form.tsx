import type { ReactNode } from 'react'
import { ActionError } from './action-error'
import { useAction } from './use-action'

type FormProps = {
  /** What the button that sends it says. */
  submit: string
  /** What is done then; why it fails is said below. */
  onSubmit: () => Promise<unknown>
  primary?: boolean
  wide?: boolean
  /** What stands between the button and a failure, e.g. that it was done. */
  said?: ReactNode
  children: ReactNode
}

/** A form of one column with its button. */
export function Form({ submit, onSubmit, primary = false, wide = false, said, children }: FormProps) {
  const action = useAction()
  return (
    <form className={wide ? 'form wide' : 'form'} onSubmit={action.submit(onSubmit)}>
      {children}
      <button type="submit" className={primary ? 'button primary' : 'button'} aria-disabled={action.busy}>
        {submit}
      </button>
      {said}
      <ActionError action={action} />
    </form>
  )
}
