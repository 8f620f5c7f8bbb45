'use client'

import { ArrowRight, Link2 } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { DrillPage, DrillResult } from '@/protocol'

/** Whether it was right, why, and the way on. */
export function DrillOutcome({ drill, result }: { drill: DrillPage; result: DrillResult | undefined }) {
  const next = useRef<HTMLAnchorElement>(null)
  const [copied, setCopied] = useState(false)
  const over = result !== undefined && (drill.options !== null || result.right)
  useEffect(() => {
    if (over) next.current?.focus()
  }, [over])
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href)
    setCopied(true)
  }
  return (
    <>
      <div role="status" className="drill-outcome" data-right={result?.right}>
        {result && (
          <>
            <p>
              <strong>{text(result.right ? 'drills.right' : 'drills.wrong')}</strong>
            </p>
            {result.explanation.map((message, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences in their order, never moved
              <p key={index}>{render(message)}</p>
            ))}
          </>
        )}
      </div>
      <div className="drill-actions">
        <Link
          ref={next}
          className={`button ${over ? 'primary' : 'quiet'}`}
          href={`/drills?kind=${drill.kind}&level=${drill.level}`}
          prefetch={false}
        >
          {text(over ? 'drills.next' : 'drills.another')}
          <ArrowRight size={16} aria-hidden />
        </Link>
        <button type="button" className="button quiet" onClick={() => void copy()}>
          <Link2 size={16} aria-hidden />
          {text(copied ? 'drills.copied' : 'drills.share')}
        </button>
      </div>
    </>
  )
}
