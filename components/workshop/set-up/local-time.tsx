'use client'

import { useEffect, useState } from 'react'

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A time by the reader's clock; until the page knows that, by the world's. */
export function LocalTime({ at }: { at: string }) {
  const [local, setLocal] = useState<string>()
  useEffect(() => setLocal(format.format(new Date(at))), [at])
  return <time dateTime={at}>{local ?? `${at.slice(0, 16).replace('T', ' ')} UTC`}</time>
}
