import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { RequestFailed } from '@/components/request/request'
import { openLesson } from '@/components/request/sandbox'

/** Opening was refused because the learner's objects would be replaced: they are asked first. */
export type Asked = { task: string | undefined }

export type OpenedLesson = {
  /** The lesson that the sandbox is at now, if it is not this one. */
  elsewhere: string | undefined
  asked: Asked | undefined
  error: string | undefined
  open: (task: string | undefined, replace?: boolean) => void
  dismiss: () => void
}

/**
 * Keeps the sandbox at this page's lesson: opens it when the page was loaded while another was open, and tells when
 * another tab took the sandbox away later.
 */
export function useOpenLesson(sandbox: string, lesson: string): OpenedLesson {
  const now = useLive(state => state.sandbox)
  const [asked, setAsked] = useState<Asked>()
  const [error, setError] = useState<string>()
  const settled = useRef(false)

  const open = useCallback(
    (task: string | undefined, replace = false) => {
      setAsked(undefined)
      setError(undefined)
      openLesson(sandbox, lesson, task, replace).catch(problem => {
        if (problem instanceof RequestFailed && problem.code === 'objects-changed') setAsked({ task })
        else setError(problem instanceof Error ? problem.message : String(problem))
      })
    },
    [sandbox, lesson],
  )

  useEffect(() => {
    // Nothing can be opened before it is our turn.
    if (!now?.lesson || now.state === 'waiting' || settled.current) return
    settled.current = true
    if (now.lesson !== lesson) open(undefined)
  }, [now, lesson, open])

  return {
    elsewhere: now?.lesson && now.lesson !== lesson ? now.lesson : undefined,
    asked,
    error,
    open,
    dismiss: () => setAsked(undefined),
  }
}
