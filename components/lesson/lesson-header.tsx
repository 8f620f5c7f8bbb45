'use client'

import { ChevronRight, ListTree } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Outline } from '@/components/progress/outline'
import { Brand } from '@/components/ui/brand'
import { Dialog } from '@/components/ui/dialog'
import { text } from '@/components/ui/text'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import type { CourseOutline } from '@/protocol'
import { SandboxLight } from './sandbox-light'

type LessonHeaderProps = {
  course: CourseOutline
  lesson: { slug: string; number: string; title: string }
  /** Without a sandbox there is nothing to tell about it. */
  sandbox: boolean
}

export function LessonHeader({ course, lesson, sandbox }: LessonHeaderProps) {
  const [outline, setOutline] = useState(false)
  return (
    <header className="site-header lesson-header">
      <Brand />
      <nav aria-label={text('lesson.where')} className="lesson-where">
        <Link href={course.base} className="wide-only">
          {course.title}
        </Link>
        <ChevronRight size={14} aria-hidden className="wide-only" />
        <h1 aria-current="page">
          <span className="lesson-number">{lesson.number}</span> {lesson.title}
        </h1>
      </nav>
      <div className="header-actions">
        {sandbox && <SandboxLight />}
        <button type="button" className="button quiet small" onClick={() => setOutline(true)}>
          <ListTree size={16} aria-hidden />
          <span className="wide-label">{text('lesson.outline')}</span>
        </button>
        <ThemeToggle />
      </div>
      <Dialog open={outline} title={course.title} onClose={() => setOutline(false)} className="drawer">
        <Outline course={course} current={lesson.slug} />
        <div className="dialog-actions">
          <Link href={course.base} className="button quiet" prefetch={false}>
            {text('lesson.course')}
          </Link>
          <button type="button" className="button" onClick={() => setOutline(false)}>
            {text('close')}
          </button>
        </div>
      </Dialog>
    </header>
  )
}
