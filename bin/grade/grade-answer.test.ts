import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import type { Answer } from './answer'
import { gradeAnswer } from './grade-answer'

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

const answerOf = (script: string): Answer => ({
  directory: 'answer',
  files: new Map([['answer.sh', new TextEncoder().encode(script)]]),
})

async function play(slug: string, script: string, patience?: number) {
  const [course] = await loadCourses('content')
  const lesson = course!.lessons.find(one => one.slug === slug)!
  let printed = ''
  const result = await gradeAnswer({
    provider,
    lesson,
    answer: answerOf(script),
    patience,
    onOutput: text => {
      printed += text
    },
  })
  return { ...result, printed }
}

describe('an answer that never ends is stopped, and what it did is graded', () => {
  const deny = [
    'kubectl apply -n netpol-demo -f - <<END',
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata: {name: deny}',
    'spec: {podSelector: {}}',
    'END',
    '',
  ].join('\n')
  it.each([
    ['sleeping', 'while true; do sleep 1; done'],
    ['spinning', 'for ((;;)); do :; done'],
    ['deaf', "trap '' INT TERM; while true; do sleep 1; done"],
    ['with a last word that never ends', "trap 'while true; do sleep 1; done' EXIT; sleep 1000"],
  ])('%s', async (_name, script) => {
    const { outcome, printed } = await play('05-default-deny-ingress', deny + script, 3_000)
    expect(printed).toContain('networkpolicy.networking.k8s.io/deny created')
    expect(printed).toContain('answer.sh still ran after 3 seconds and was stopped')
    expect(outcome).toBe('passed')
  })
})

it("finds the lesson's files in the home directory", async () => {
  const { printed, tasks } = await play('04-test-environment', 'kubectl apply -f ~/test-setup.yaml')
  expect(printed).toContain('pod/web created')
  expect(tasks[0]!.checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)).toEqual(['db'])
})

it('says that an answer is empty', async () => {
  const [course] = await loadCourses('content')
  const lesson = course!.lessons.find(one => one.slug === '05-default-deny-ingress')!
  let printed = ''
  const { outcome } = await gradeAnswer({
    provider,
    lesson,
    answer: { directory: 'nothing', files: new Map() },
    onOutput: text => {
      printed += text
    },
  })
  expect(outcome).toBe('failed')
  expect(printed).toBe('nothing: there are no files; graded is the start state as it is\n')
})

it('grades what a broken script leaves', async () => {
  const { outcome, printed } = await play('05-default-deny-ingress', 'kubectl apply -f - <<END\nif then (')
  expect(outcome).toBe('failed')
  expect(printed).not.toBe('')
})
