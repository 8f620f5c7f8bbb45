'use client'

import type { Task } from '@/components/tasks/use-tasks'

type QuizProps = {
  quizzes: Task['quizzes']
  answers: Readonly<Record<string, string>>
  onAnswer: (quiz: string, option: string) => void
}

export function Quiz({ quizzes, answers, onAnswer }: QuizProps) {
  return (
    <>
      {quizzes.map(quiz => (
        <fieldset key={quiz.id} className="quiz">
          <legend>{quiz.question}</legend>
          {quiz.options.map(option => (
            <label key={option.id}>
              <input
                type="radio"
                name={quiz.id}
                value={option.id}
                checked={answers[quiz.id] === option.id}
                onChange={() => onAnswer(quiz.id, option.id)}
              />
              <span>{option.text}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </>
  )
}
