import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { CourseOutline, Pace } from '@/protocol'

/** Where the class moves together, the page of a lesson goes with it; looking back stays possible. */
export function useFollow(course: CourseOutline, { mode, lesson }: Pace, here: string | undefined) {
  const router = useRouter()
  const before = useRef<string | null>(null)
  useEffect(() => {
    const led = mode === 'together' ? lesson : null
    const moved = led !== null && before.current !== null && led !== before.current
    before.current = led ?? ''
    if (moved && here !== undefined && here !== led) router.push(`${course.base}/${led}`)
  }, [mode, lesson, here, course.base, router])
}
