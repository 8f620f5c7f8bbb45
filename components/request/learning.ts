import type { Person } from '@/protocol'
import { request } from './request'

/** Notes that a hint was shown. */
export const takeHint = (course: string, lesson: string, task: string, hint: number, sandbox: string) =>
  request<void>('POST', '/hints', { course, lesson, task, hint, sandbox })

/** Gives the signed-in person a name. */
export const rename = (name: string) => request<Person>('PATCH', '/me', { name })
