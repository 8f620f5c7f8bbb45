import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { CourseOutline, Pace } from '@/protocol'

type Following = {
  workshop: string
  course: Pick<CourseOutline, 'base'>
  pace: Pace
  /** Whether that is what the server says, and not what a page begins with. */
  known: boolean
  /** The lesson of this page, if it is one. */
  here: string | undefined
}

/**
 * Where the class moves together, the page of a lesson goes with it; whoever looks back is left there until the class moves
 * on. This tab remembers where the class was, over pages and reloads.
 */
export function useFollow({ workshop, course, pace, known, here }: Following) {
  const router = useRouter()
  const { mode, lesson } = pace
  useEffect(() => {
    if (!known || here === undefined) return
    const place = `netpol-lab.class-at.${workshop}`
    const before = window.sessionStorage.getItem(place)
    const now = mode === 'together' && lesson !== null ? lesson : ''
    window.sessionStorage.setItem(place, now)
    if (now !== '' && now !== before && now !== here) router.push(`${course.base}/${now}`)
  }, [workshop, mode, lesson, known, here, course.base, router])
}
