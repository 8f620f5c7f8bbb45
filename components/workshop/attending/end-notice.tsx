import Link from 'next/link'
import { text } from '@/components/ui/text'

const warnBefore = 15 * 60_000

type EndNoticeProps = {
  endsAt: number | null
  now: number
  /** Where it goes on afterwards. */
  course: string
}

/** Warns before the clusters of a workshop end. */
export function EndNotice({ endsAt, now, course }: EndNoticeProps) {
  const left = endsAt === null ? Number.POSITIVE_INFINITY : endsAt - now
  return (
    <div role="status">
      {left > 0 && left < warnBefore && (
        <p className="notice warn" suppressHydrationWarning>
          {text('workshop.ends.soon', { minutes: Math.ceil(left / 60_000) })}
        </p>
      )}
      {left <= 0 && (
        <p className="notice warn">
          <span>{text('workshop.ends.over')}</span>
          <Link href={`/courses/${course}`} prefetch={false}>
            {text('workshop.ends.go-on')}
          </Link>
        </p>
      )}
    </div>
  )
}
