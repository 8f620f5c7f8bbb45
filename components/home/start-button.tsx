'use client'

import { ArrowRight, LoaderCircle } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { text } from '@/components/ui/text'

type StartButtonProps = {
  /** Where to go; nothing: this page again, now as somebody. */
  to?: string
  large?: boolean
}

/** "Start now": signs in as a guest, one person on one browser, and goes to the lesson. */
export function StartButton({ to, large = false }: StartButtonProps) {
  const router = useRouter()
  const [starting, setStarting] = useState(false)
  const [failed, setFailed] = useState(false)
  const start = async () => {
    setStarting(true)
    setFailed(false)
    try {
      // Loaded when it is needed: the lesson page has this button, too, and needs no sign-in.
      const { signIn } = await import('next-auth/react')
      const answer = await signIn('guest', { redirect: false })
      if (answer?.error) throw new Error(answer.error)
      if (to) router.push(to)
      else router.refresh()
    } catch {
      setFailed(true)
      setStarting(false)
    }
  }
  return (
    <div className="start">
      <button
        type="button"
        className={`button primary ${large ? 'large' : ''}`}
        aria-disabled={starting}
        onClick={() => !starting && void start()}
      >
        {text('home.start')}
        {starting ? (
          <LoaderCircle size={18} className="spinning" aria-hidden />
        ) : (
          <ArrowRight size={18} aria-hidden />
        )}
      </button>
      {failed && (
        <p role="alert" className="start-failed">
          {text('home.start.failed')}
        </p>
      )}
    </div>
  )
}
