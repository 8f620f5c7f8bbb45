import type { WrongAnswer } from '@/lib/courses'
import { render } from '@/messages'
import type { CheckResult, TaskResult } from '@/sandbox/exercise'

/** What of the explanation that a wrong answer must get is not there, in words for its author; undefined: it is all there. */
export function missingExplanation(
  { check = '', message, says = '', mistake }: WrongAnswer,
  tasks: readonly TaskResult[],
): string | undefined {
  const failed = tasks.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'failed')
  const sentences = failed.filter(({ id }) => id.startsWith(check)).flatMap(sentencesOf)
  if (message !== undefined && !sentences.some(one => one.id === message && one.text.includes(says))) {
    const told = sentences.map(one => `${one.id}: ${one.text}`).join('; ')
    return `expect.yaml: no failed check "${check}" says ${message} "${says}". Told: ${told || 'nothing'}`
  }
  const mistakes = tasks.flatMap(task => task.mistakes).map(({ id }) => id)
  if (mistake !== undefined && !mistakes.includes(mistake))
    return `expect.yaml: the mistake ${mistake} is not named. Named: ${mistakes.join(', ') || 'none'}`
  return undefined
}

const sentencesOf = ({ message, details = [] }: CheckResult) =>
  [message, ...details].map(one => ({ id: one.id, text: render(one) }))
