// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { emptySeat, type WorkshopSeat } from '@/protocol/workshop'
import { initialClass } from '../class-live'
import { StuckList } from './stuck-list'

afterEach(cleanup)

it('names who raised a hand, and nobody whose data was deleted meanwhile', () => {
  const raised = { ...emptySeat, joinedAt: 1, hand: 1_000 }
  const seat = (id: string, name: string | null) => [id, { id, number: 1, name } as WorkshopSeat] as const
  const live = {
    ...initialClass,
    class: { ...initialClass.class, seats: { a: raised, b: raised } },
    seats: new Map([seat('a', 'Ann'), seat('b', null)]),
  }
  render(<StuckList workshop="w" live={live} now={2_000} tasks={[]} />)
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  expect(screen.getByRole('link', { name: 'Ann' })).toBeTruthy()
})
