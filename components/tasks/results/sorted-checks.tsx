import type { ReactNode } from 'react'
import { text } from '@/components/ui/text'
import type { CheckResult } from '@/sandbox/exercise'

type SortedChecksProps = {
  checks: readonly CheckResult[]
  /** So many wrong ones are seen at once: more bury what is to be done about them. */
  most: number
  item: (check: CheckResult) => ReactNode
  label?: string
}

/** The first wrong checks; everything else folded away, but nothing for the sake of one. */
export function SortedChecks({ checks, most, item, label }: SortedChecksProps) {
  const wrong = checks.filter(({ outcome }) => outcome !== 'passed')
  const right = checks.filter(({ outcome }) => outcome === 'passed')
  const shown = wrong.length === most + 1 ? wrong : wrong.slice(0, most)
  const more = wrong.slice(shown.length)
  return (
    <>
      {shown.length > 0 && <ul aria-label={label}>{shown.map(item)}</ul>}
      {more.length > 0 && (
        <details>
          <summary>{text('tasks.wrong.more', { count: more.length })}</summary>
          <ul aria-label={label}>{more.map(item)}</ul>
        </details>
      )}
      {right.length > 0 && (
        <details>
          <summary>{text('tasks.right', { count: right.length })}</summary>
          <ul>{right.map(item)}</ul>
        </details>
      )}
    </>
  )
}
