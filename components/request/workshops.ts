import type { OwnSeat, Workshop } from '@/protocol'
import { request } from './request'

const at = (workshop: string, rest = '') => `/workshops/${encodeURIComponent(workshop)}${rest}`

export type NewWorkshop = {
  title: string
  course: string
  lessons: readonly string[]
  capacity: number
  signIn: boolean
  startsAt: string | null
}

export const createWorkshop = (wanted: NewWorkshop) => request<Workshop>('POST', '/workshops', wanted)

export const prepareSeats = (workshop: string, seats: number) =>
  request<void>('POST', at(workshop, '/preparation'), { seats })

export const joinWorkshop = (code: string, name: string) => request<OwnSeat>('POST', '/seats', { code, name })

/** Brings the participant to a lesson. */
export const jumpTo = (workshop: string, lesson: string) =>
  request<{ lesson: string; task: string }>('POST', at(workshop, '/seat/jump'), { lesson })

export const jumpSeatTo = (workshop: string, seat: string, lesson: string) =>
  request<{ lesson: string; task: string }>('POST', at(workshop, `/seats/${seat}/jump`), { lesson })

export const resetSeat = (workshop: string, seat: string) =>
  request<{ lesson: string; task: string }>('POST', at(workshop, `/seats/${seat}/reset`))
