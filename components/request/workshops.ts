import type { OwnSeat, Pace, Workshop } from '@/protocol'
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

export type WorkshopChanges = { title: string; capacity: number; endsAt: string | null; keepDays: number }

export const changeWorkshop = (workshop: string, changes: WorkshopChanges) =>
  request<Workshop>('PATCH', at(workshop), changes)

export const deleteWorkshop = (workshop: string) => request<void>('DELETE', at(workshop))

export const addInstructor = (workshop: string, login: string) =>
  request<Workshop>('POST', at(workshop, '/instructors'), { login })

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

export const raiseHand = (workshop: string, raised: boolean, question: string) =>
  request<void>('PUT', at(workshop, '/seat/hand'), { raised, question })

export const lowerHand = (workshop: string, seat: string) =>
  request<void>('DELETE', at(workshop, `/seats/${seat}/hand`))

export type NewMessage = { seat?: string; text: string; lesson: string | null; command: string | null }

export const sendMessage = (workshop: string, message: NewMessage) =>
  request<void>('POST', at(workshop, '/messages'), message)

export const setPace = (workshop: string, pace: Pace) => request<void>('PUT', at(workshop, '/pace'), pace)

/** `seconds` from now; null: none any more. */
export const setTimer = (workshop: string, seconds: number | null) =>
  request<void>('PUT', at(workshop, '/timer'), { seconds })

export const pauseClass = (workshop: string, paused: boolean) =>
  request<void>('PUT', at(workshop, '/pause'), { paused })

export const askToAssist = (workshop: string, seat: string) =>
  request<void>('POST', at(workshop, `/seats/${seat}/assist`))

export const letAssist = (workshop: string) => request<void>('PUT', at(workshop, '/seat/assist'))

/** Of the participant's own seat. */
export const endAssist = (workshop: string) => request<void>('DELETE', at(workshop, '/seat/assist'))
