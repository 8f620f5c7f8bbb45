// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Task } from '@/components/tasks/use-tasks'
import type { CheckResult, TaskResult } from '@/sandbox/exercise'
import { Questions } from './questions'

const task = {
  quizzes: [],
  requirements: [{ id: 'window', text: 'client reaches web.' }],
  tables: [
    {
      id: 'table',
      cells: [
        { key: 'table/client-to-web-80', from: 'client', to: 'web:80' },
        { key: 'table/web-to-db-80', from: 'web', to: 'db:80' },
      ],
    },
  ],
  typed: [{ id: 'who', question: 'Which policy lets client in?', kind: 'policies' }],
} as unknown as Task

const found = (outcomes: Record<string, CheckResult['outcome']>) =>
  ({ checks: Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome })) }) as TaskResult

function Asked({
  onAnswer,
  result,
}: {
  onAnswer: (key: string, answer: string) => void
  result?: TaskResult
}) {
  const [answers, setAnswers] = useState<Record<string, string>>({})
  return (
    <Questions
      task={task}
      answers={answers}
      result={result}
      checked={result && {}}
      onAnswer={(key, answer) => {
        setAnswers({ ...answers, [key]: answer })
        onAnswer(key, answer)
      }}
    />
  )
}

afterEach(cleanup)

it('takes answers by keyboard, each by its key', async () => {
  const onAnswer = vi.fn()
  render(<Asked onAnswer={onAnswer} />)
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'client → web:80' }), 'blocked')
  await userEvent.type(screen.getByRole('textbox', { name: 'Which policy lets client in?' }), 'a')
  expect(onAnswer.mock.calls).toEqual([
    ['table/client-to-web-80', 'blocked'],
    ['who', 'a'],
  ])
})

it('says what the last check found of each', () => {
  const result = found({
    window: 'failed',
    'table/client-to-web-80': 'failed',
    'table/web-to-db-80': 'passed',
    who: 'failed',
  })
  render(<Asked onAnswer={() => {}} result={result} />)
  expect(
    screen.getByRole('combobox', { name: 'client → web:80, not right' }).getAttribute('aria-invalid'),
  ).toBe('true')
  expect(screen.getByRole('combobox', { name: 'web → db:80, right' }).getAttribute('aria-invalid')).toBe(
    'false',
  )
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByRole('listitem').textContent).toBe('client reaches web.')
  expect(screen.getByRole('img', { name: 'Failed' })).toBeDefined()
})

it('takes back its word on an answer that was changed since', async () => {
  render(<Asked onAnswer={() => {}} result={found({ who: 'failed', 'table/web-to-db-80': 'failed' })} />)
  await userEvent.type(screen.getByRole('textbox'), 'a')
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('false')
  expect(screen.getByRole('combobox', { name: 'web → db:80, not right' })).toBeDefined()
})
