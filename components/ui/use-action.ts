import { type FormEvent, useState } from 'react'

export type Action = {
  busy: boolean
  /** Why the last one failed, in words. */
  error: string | undefined
  /** Does it, one at a time; answers whether it was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
  /** The same for a form. */
  submit: (work: () => Promise<unknown>) => (event: FormEvent) => void
}

/** Something that a button does and that may fail. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return false
    setBusy(true)
    setError(undefined)
    try {
      await work()
      return true
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    error,
    run,
    submit: work => event => {
      event.preventDefault()
      void run(work)
    },
  }
}
