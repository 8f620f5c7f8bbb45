import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'

/** Where a participant begins. */
export const StartLesson = ({ course }: { course: CourseOutline }) => (
  <div className="continue">
    <Link href={`${course.base}/${course.start}`} className="button primary" prefetch={false}>
      {text('workshop.begin')}
      <ArrowRight size={18} aria-hidden />
    </Link>
  </div>
)
