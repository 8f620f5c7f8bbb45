'use client'

import { useLive } from '@/components/live/live-context'
import { openSandbox } from '@/components/request/sandbox'
import { text } from '@/components/ui/text'
import type { OpenedLesson } from './use-open-lesson'

type SandboxBannerProps = {
  course: string
  opened: OpenedLesson
  /** What a lesson is called, e.g. "08 Allow ingress". */
  nameOf: (lesson: string) => string
}

/** What the learner must know about their cluster, above everything else; nothing when all is well. */
export function SandboxBanner({ course, opened, nameOf }: SandboxBannerProps) {
  const connection = useLive(state => state.connection)
  const sandbox = useLive(state => state.sandbox)
  // Whatever comes of it, the page that is loaded anew shows it.
  const again = () =>
    openSandbox(course)
      .catch(() => {})
      .finally(() => window.location.reload())

  const banner = () => {
    if (opened.error) return { tone: 'bad', words: text('sandbox.open-failed', { error: opened.error }) }
    if (opened.elsewhere && !opened.asked) {
      return {
        tone: 'warn',
        words: text('sandbox.elsewhere', { lesson: nameOf(opened.elsewhere) }),
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
    if (connection === 'reconnecting') return { tone: 'warn', words: text('sandbox.reconnecting') }
    if (sandbox?.state === 'failed') {
      return {
        tone: 'bad',
        words: text('sandbox.failed', { message: sandbox.message ?? '' }),
        action: { label: text('sandbox.retry'), act: () => opened.open(undefined, true) },
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
