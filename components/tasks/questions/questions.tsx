'use client'

import type { Task } from '@/components/tasks/use-tasks'
import type { TaskResult } from '@/sandbox/exercise'
import { Quiz } from './quiz'
import { Requirements } from './requirements'
import { TruthTable } from './truth-table'
import { TypedAnswer } from './typed-answer'
import type { Answers } from './use-answers'

type QuestionsProps = {
  task: Task
  answers: Answers
  result: TaskResult | undefined
  /** The answers that the result is about, if they are known. */
  checked: Answers | undefined
  onAnswer: (key: string, answer: string) => void
}

/** Everything that a task asks beside its text: sentences to make true, tables, questions. */
export function Questions({ task, answers, result, checked, onAnswer }: QuestionsProps) {
  const outcomeOf = (id: string) => result?.checks.find(check => check.id === id)?.outcome
  /** An answer that was changed since is neither right nor wrong yet. */
  const markOf = (id: string) => (checked && checked[id] === answers[id] ? outcomeOf(id) : undefined)
  return (
    <>
      {task.requirements.length > 0 && (
        <Requirements requirements={task.requirements} outcomeOf={outcomeOf} />
      )}
      {task.tables.map(table => (
        <TruthTable key={table.id} table={table} answers={answers} outcomeOf={markOf} onAnswer={onAnswer} />
      ))}
      {task.typed.map(question => (
        <TypedAnswer
          key={question.id}
          question={question}
          answer={answers[question.id] ?? ''}
          outcome={markOf(question.id)}
          onAnswer={answer => onAnswer(question.id, answer)}
        />
      ))}
      {task.quizzes.length > 0 && <Quiz quizzes={task.quizzes} answers={answers} onAnswer={onAnswer} />}
    </>
  )
}
