import type { AskPoll, OwnSeat, Pace, SeatCertificate, SeatCheck, Workshop } from '@/protocol'
import { request } from './request'

const at = (workshop: string, rest = '') => `/workshops/${encodeURIComponent(workshop)}${rest}`

export type NewWorkshop = {
  title: string
  course: string
  lessons: readonly string[]
  capacity: number
  signIn: boolean
  startsAt: string | null
  endsAt: string | null
  language: string
}

export const createWorkshop = (wanted: NewWorkshop) => request<Workshop>('POST', '/workshops', wanted)

export type WorkshopChanges = {
  title?: string
  capacity?: number
  startsAt?: string | null
  endsAt?: string | null
  keepDays?: number
  language?: string
  signIn?: boolean
}

export const changeWorkshop = (workshop: string, changes: WorkshopChanges) =>
  request<Workshop>('PATCH', at(workshop), changes)

export const deleteWorkshop = (workshop: string) => request<void>('DELETE', at(workshop))

export const addInstructor = (workshop: string, login: string) =>
  request<Workshop>('POST', at(workshop, '/instructors'), { login })

export const removeInstructor = (workshop: string, person: string) =>
  request<Workshop>('DELETE', at(workshop, `/instructors/${person}`))

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

export const checkSeat = (workshop: string, seat: string) =>
  request<SeatCheck>('POST', at(workshop, `/seats/${seat}/check`))

export const endSeatAssist = (workshop: string, seat: string) =>
  request<void>('DELETE', at(workshop, `/seats/${seat}/assist`))

/** Shows a mistake to the class; null: none any more. */
export const setSpotlight = (workshop: string, mistake: string | null) =>
  request<void>('PUT', at(workshop, '/spotlight'), { mistake })

export const shareTerminal = (workshop: string, shared: boolean) =>
  request<{ sandbox: string | null }>('PUT', at(workshop, '/shared-terminal'), { shared })

export const askPoll = (workshop: string, poll: AskPoll) =>
  request<{ poll: number }>('POST', at(workshop, '/polls'), poll)

export const endPoll = (workshop: string, poll: number, shown: boolean) =>
  request<void>('POST', at(workshop, `/polls/${poll}/end`), { shown })

export const votePoll = (workshop: string, poll: number, choice: number) =>
  request<void>('PUT', at(workshop, `/polls/${poll}/vote`), { choice })

/** The token of the certificate of a workshop. */
export const issueWorkshopCertificate = (workshop: string) =>
  request<{ token: string }>('POST', at(workshop, '/certificate'))

/** One for everybody who passed everything. */
export const issueWorkshopCertificates = (workshop: string) =>
  request<SeatCertificate[]>('POST', at(workshop, '/certificates'))
