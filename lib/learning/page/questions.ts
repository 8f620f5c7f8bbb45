import { render } from '@/messages'
import type { LessonPage } from '@/protocol'
import { answerKinds, type Check, type Exercise, parseCell, type Task } from '@/sandbox/exercise'

type Questions = Pick<
  LessonPage['exercise']['tasks'][number],
  'quizzes' | 'tables' | 'typed' | 'requirements'
>

/** What a task asks, as a page may know it: what is right stays here. */
export function questionsOf(
  { checks, requirements }: Task,
  roles: Exercise['roles'],
  { flowLog }: { flowLog: boolean },
): Questions {
  return {
    requirements: requirements.map(({ id, text }) => ({ id, text })),
    quizzes: checks.flatMap(check =>
      check.kind === 'quiz'
        ? [
            {
              id: check.id,
              question: check.question,
              options: check.options.map(({ id, text }) => ({ id, text })),
            },
          ]
        : [],
    ),
    tables: checks.flatMap(check =>
      check.kind === 'truth-table'
        ? [
            {
              id: check.id,
              ...(check.question !== undefined && { question: check.question }),
              cells: check.cells.map(text => {
                const { key, from, to, ports } = parseCell(text, roles)
                const protocol = ports.protocol === 'TCP' ? '' : `/${ports.protocol}`
                return { key: `${check.id}/${key}`, from, to: `${to}:${ports.port}${protocol}` }
              }),
            },
          ]
        : [],
    ),
    typed: checks.flatMap(check => typedQuestion(check, flowLog)),
  }
}

/** Whether somebody tried is asked where nobody sees it. */
function typedQuestion(check: Check, flowLog: boolean): Questions['typed'] {
  if (check.kind === 'answer')
    return [{ id: check.id, question: check.question, kind: answerKinds[check.about.ask] }]
  if (check.kind !== 'tried' || flowLog) return []
  const question = render({ id: 'grader.tried.question', params: { title: check.title } })
  return [{ id: check.id, question, kind: 'attempt' }]
}
