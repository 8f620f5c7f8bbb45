import { ArrowDown } from 'lucide-react'
import { text } from '@/components/ui/text'

type LessonOpeningProps = {
  lesson: { number: string; title: string; minutes: number; abilities?: readonly string[] }
  /** Whether the lesson's tasks stand below its text. */
  tasks: boolean
}

/** What a lesson is called, how long it takes and what it is good for. */
export function LessonOpening({ lesson, tasks }: LessonOpeningProps) {
  const { number, title, minutes, abilities = [] } = lesson
  return (
    <header className="lesson-opening">
      {/* The page's heading is in its header, where it stays when the text is not seen. */}
      <p className="lesson-title">
        <span className="lesson-number">{number}</span> {title}
      </p>
      {abilities.length > 0 && (
        <>
          <p className="lesson-abilities">{text('lesson.abilities', { minutes })}</p>
          <ul>
            {abilities.map(ability => (
              <li key={ability}>{ability}</li>
            ))}
          </ul>
        </>
      )}
      {tasks && (
        <a href="#tasks" className="narrow-only">
          {text('lesson.to-task')}
          <ArrowDown size={15} aria-hidden />
        </a>
      )}
    </header>
  )
}
