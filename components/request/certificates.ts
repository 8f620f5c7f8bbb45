import type { RegradedTask } from '@/protocol'
import { request } from './request'

/** The token of the certificate's link. */
export const issueCertificate = (course: string) =>
  request<{ token: string }>('POST', `/courses/${encodeURIComponent(course)}/certificate`)

export const gradeAgain = (token: string) =>
  request<RegradedTask[]>('POST', `/certificates/${encodeURIComponent(token)}/grading`)
