import { useEffect, useState } from 'react'
import type { LessonPage } from '@/protocol'

export type Answers = Readonly<Record<string, string>>

const stored = (key: string): Answers => JSON.parse(localStorage.getItem(key) ?? '{}')

/** What the learner has filled in, by question; a reload keeps it. */
export function useAnswers({ sandbox, lesson }: LessonPage) {
  const key = `netpol-lab.answers.${sandbox}.${lesson.slug}`
  const [answers, setAnswers] = useState<Answers>({})
  useEffect(() => setAnswers(stored(key)), [key])
  const keep = (next: Answers) => {
    setAnswers(next)
    localStorage.setItem(key, JSON.stringify(next))
  }
  return {
    answers,
    answer: (question: string, given: string) => keep({ ...answers, [question]: given }),
    clear: () => keep({}),
  }
}
