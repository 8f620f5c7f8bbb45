'use client'

import type { TaskResult } from '@/sandbox/exercise'
import { Quiz } from './quiz'
import { Requirements } from './requirements'
import { TruthTable } from './truth-table'
import { TypedAnswer } from './typed-answer'
import type { Task } from './use-tasks'

type QuestionsProps = {
  task: Task
  answers: Readonly<Record<string, string>>
  result: TaskResult | undefined
  onAnswer: (key: string, answer: string) => void
}

/** Everything that a task asks beside its text: sentences to make true, tables, questions. */
export function Questions({ task, answers, result, onAnswer }: QuestionsProps) {
  const outcomeOf = (id: string) => result?.checks.find(check => check.id === id)?.outcome
  return (
    <>
      {task.requirements.length > 0 && (
        <Requirements requirements={task.requirements} outcomeOf={outcomeOf} />
      )}
      {task.tables.map(table => (
        <TruthTable
          key={table.id}
          table={table}
          answers={answers}
          outcomeOf={outcomeOf}
          onAnswer={onAnswer}
        />
      ))}
      {task.typed.map(question => (
        <TypedAnswer
          key={question.id}
          question={question}
          answer={answers[question.id] ?? ''}
          outcome={outcomeOf(question.id)}
          onAnswer={answer => onAnswer(question.id, answer)}
        />
      ))}
      {task.quizzes.length > 0 && <Quiz quizzes={task.quizzes} answers={answers} onAnswer={onAnswer} />}
    </>
  )
}
