'use client'

import type { ComponentProps } from 'react'
import { useLive } from '@/components/live/live-context'
import { addressOf } from '@/components/live/placeholders'
import { useLessonPlace } from '@/components/workbench/workbench-context'

type SpanProps = ComponentProps<'span'> & { 'data-placeholder'?: string }

/** A span of highlighted code. A placeholder shows the live pod's address as soon as there is one. */
export function Placeholder({ 'data-placeholder': name, ...span }: SpanProps) {
  const place = useLessonPlace()
  const objects = useLive(state => state.objects)
  if (!name) return <span {...span} />
  const address = addressOf(name, objects, place?.namespace ?? 'default')
  return (
    <span className="placeholder" data-filled={address !== undefined} title={`<${name}-ip>`}>
      {address ?? `<${name}-ip>`}
    </span>
  )
}
