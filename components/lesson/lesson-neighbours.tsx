import { ArrowLeft, ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'

type LessonNeighboursProps = { course: CourseOutline; lesson: string }

/** The lessons before and after this one: nobody has to pass to read on. */
export function LessonNeighbours({ course, lesson }: LessonNeighboursProps) {
  const at = course.lessons.findIndex(({ slug }) => slug === lesson)
  const before = course.lessons[at - 1]
  const after = course.lessons[at + 1]
  const link = ({ slug, number, title }: CourseOutline['lessons'][number], back: boolean) => (
    <Link href={`${course.base}/${slug}`} prefetch={false} rel={back ? 'prev' : 'next'}>
      {back && <ArrowLeft size={16} aria-hidden />}
      <span>
        <span className="lesson-number">{number}</span> {title}
      </span>
      {!back && <ArrowRight size={16} aria-hidden />}
    </Link>
  )
  return (
    <nav className="lesson-neighbours" aria-label={text('lesson.neighbours')}>
      {before && link(before, true)}
      {after && link(after, false)}
    </nav>
  )
}
