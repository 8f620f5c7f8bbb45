// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import type { LessonPage } from '@/protocol'
import { useAnswers } from './use-answers'

const page = (slug: string) => ({ sandbox: 's', lesson: { slug } }) as LessonPage
const open = (slug: string) => renderHook(() => useAnswers(page(slug))).result

beforeEach(() => localStorage.clear())

it('keeps what was filled in over a reload, each lesson for itself', () => {
  const first = open('16')
  act(() => first.current.answer('table/a', 'blocked'))
  act(() => first.current.answer('table/b', 'answers'))
  expect(open('16').current.answers).toEqual({ 'table/a': 'blocked', 'table/b': 'answers' })
  expect(open('15').current.answers).toEqual({})
})

it('forgets on a reset', () => {
  const first = open('16')
  act(() => first.current.answer('table/a', 'blocked'))
  act(() => first.current.clear())
  expect(open('16').current.answers).toEqual({})
})
