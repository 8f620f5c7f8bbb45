import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline, Pace } from '@/protocol'

type PaceNoticeProps = {
  course: CourseOutline
  pace: Pace
  /** The lesson of this page, if it is one. */
  here: string | undefined
}

/** Where the class is, for who is somewhere else; how far lessons are open, on the list of them. */
export function PaceNotice({ course, pace, here }: PaceNoticeProps) {
  const lesson = course.lessons.find(({ slug }) => slug === pace.lesson)
  if (!lesson || pace.mode === 'free' || lesson.slug === here) return null
  const name = `${lesson.number} ${lesson.title}`
  if (pace.mode === 'together')
    return (
      <p className="notice">
        <span>{text('workshop.pace.at')}</span>
        <Link href={`${course.base}/${lesson.slug}`} className="button small" prefetch={false}>
          {name}
        </Link>
      </p>
    )
  return here === undefined ? <p className="notice">{text('workshop.pace.open', { lesson: name })}</p> : null
}
