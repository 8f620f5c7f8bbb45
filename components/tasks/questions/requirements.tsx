import { CircleCheck, CircleDashed, CircleHelp, CircleX } from 'lucide-react'
import type { Task } from '@/components/tasks/use-tasks'
import { text } from '@/components/ui/text'
import type { Outcome } from '@/sandbox/exercise'

type RequirementsProps = {
  requirements: Task['requirements']
  /** What the last check found of a requirement. */
  outcomeOf: (id: string) => Outcome | undefined
}

const icons = { passed: CircleCheck, failed: CircleX, inconclusive: CircleHelp, open: CircleDashed }

/** The sentences that a task wants to be true, each with what became of it. */
export function Requirements({ requirements, outcomeOf }: RequirementsProps) {
  return (
    <ol className="requirements" aria-label={text('tasks.requirements')}>
      {requirements.map(({ id, text: sentence }) => {
        const outcome = outcomeOf(id)
        const Icon = icons[outcome ?? 'open']
        return (
          <li key={id} data-outcome={outcome}>
            <Icon
              size={16}
              role="img"
              aria-label={outcome ? text(`outcome.${outcome}`) : text('tasks.requirements.open')}
            />
            <span>{sentence}</span>
          </li>
        )
      })}
    </ol>
  )
}
