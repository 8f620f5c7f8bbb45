export interface RateLimit {
  /** Takes one from this key's bucket; false when it is empty. */
  take(key: string): boolean
}

/** Keys remembered at most; beyond them full buckets are forgotten, they are as new ones. */
const mostKeys = 10_000

/** A token bucket a key: `burst` at once, then `perMinute`. `now` is in milliseconds. */
export function createRateLimit({
  burst,
  perMinute,
  now = Date.now,
}: {
  burst: number
  perMinute: number
  now?: () => number
}): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  const filled = (bucket: { left: number; at: number }, time: number) =>
    Math.min(burst, bucket.left + ((time - bucket.at) / 60_000) * perMinute)
  return {
    take(key) {
      const time = now()
      if (buckets.size >= mostKeys)
        for (const [old, bucket] of buckets) if (filled(bucket, time) >= burst) buckets.delete(old)
      const bucket = buckets.get(key) ?? { left: burst, at: time }
      const left = filled(bucket, time)
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: time })
      return left >= 1
    },
  }
}
