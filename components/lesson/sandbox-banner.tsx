'use client'

import Link from 'next/link'
import { useLive } from '@/components/live/live-context'
import { extendSandbox, openSandbox } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import type { OpenedLesson } from './use-open-lesson'

type SandboxBannerProps = {
  course: string
  /** Where its lessons are. */
  base: string
  sandbox: string
  opened: OpenedLesson
  /** What a lesson is called, e.g. "08 Allow ingress". */
  nameOf: (lesson: string) => string
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/** What the learner must know about their cluster, above everything else; nothing when all is well. */
export function SandboxBanner({ course, base, sandbox: id, opened, nameOf }: SandboxBannerProps) {
  const connection = useLive(state => state.connection)
  const sandbox = useLive(state => state.sandbox)
  // Whatever comes of it, the page that is loaded anew shows it.
  const again = () =>
    openSandbox(course)
      .catch(() => {})
      .finally(() => window.location.reload())

  // Where it does not get through, the warning stays, and so does the button.
  const stay = () => void extendSandbox(id).catch(() => {})
  const wake = () => window.location.reload()

  const banner = () => {
    if (connection === 'open' && sandbox?.state === 'waiting')
      return { tone: 'warn', words: text('sandbox.waiting', { turn: sandbox.turn ?? 1 }) }
    if (opened.error) return { tone: 'bad', words: text('sandbox.open-failed', { error: opened.error }) }
    if (opened.elsewhere && !opened.asked) {
      return {
        tone: 'warn',
        words: text('sandbox.elsewhere', { lesson: nameOf(opened.elsewhere) }),
        to: `${base}/${opened.elsewhere}`,
        action: { label: text('sandbox.take-back'), act: () => opened.open(undefined) },
      }
    }
    if (connection === 'gone' || sandbox?.state === 'expired') {
      return {
        tone: 'bad',
        words: text('sandbox.expired'),
        action: { label: text('sandbox.again'), act: again },
      }
    }
    if (sandbox?.state === 'asleep')
      return {
        tone: 'warn',
        words: text('sandbox.asleep'),
        action: { label: text('sandbox.wake'), act: wake },
      }
    if (connection === 'reconnecting') return { tone: 'warn', words: text('sandbox.reconnecting') }
    if (sandbox?.state === 'failed') {
      return {
        tone: 'bad',
        words: text('sandbox.failed', { message: sandbox.message ?? '' }),
        action: { label: text('sandbox.retry'), act: () => opened.open(undefined, true) },
      }
    }
    if (sandbox?.trouble) {
      return { tone: 'warn', words: text('sandbox.trouble', { trouble: sandbox.trouble }) }
    }
    if (sandbox?.ends) {
      const { at, why } = sandbox.ends
      return {
        tone: 'warn',
        words: text(`sandbox.ends.${why}`, { time: clock.format(at) }),
        action: { label: text(`sandbox.stay.${why}`), act: stay },
      }
    }
    return undefined
  }

  const shown = banner()
  return (
    <div role="status" className="sandbox-banner">
      {shown && (
        <div className={`notice ${shown.tone}`}>
          <p>{shown.words}</p>
          {shown.to && (
            <Link href={shown.to} className="button small" prefetch={false}>
              {text('sandbox.go-there')}
            </Link>
          )}
          {shown.action && (
            <button type="button" className="button small" onClick={shown.action.act}>
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
