import type { Check, CheckResult } from '../../exercise'

type Quiz = Extract<Check, { kind: 'quiz' }>

/** Right, wrong with the reason of the option chosen, or not answered yet. */
export function quizResult(check: Quiz, answers: Readonly<Record<string, string>>): CheckResult {
  const chosen = check.options.find(option => option.id === answers[check.id])
  const base = { id: check.id, kind: 'quiz' as const }
  if (!chosen)
    return {
      ...base,
      outcome: 'failed',
      message: { id: 'grader.quiz.unanswered', params: { question: check.question } },
    }
  return {
    ...base,
    outcome: chosen.right ? 'passed' : 'failed',
    message: { id: chosen.right ? 'grader.quiz.right' : 'grader.quiz.wrong', params: { why: chosen.why } },
  }
}
