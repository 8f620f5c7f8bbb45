import { text } from '@/components/ui/text'

const warnBefore = 15 * 60_000

/** Warns before the clusters of a workshop end. */
export function EndNotice({ endsAt, now }: { endsAt: string | null; now: number }) {
  const left = endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt) - now
  return (
    <div role="status">
      {left < warnBefore && (
        <p className="notice warn">
          {left > 0
            ? text('workshop.ends.soon', { minutes: Math.ceil(left / 60_000) })
            : text('workshop.ends.over')}
        </p>
      )}
    </div>
  )
}
