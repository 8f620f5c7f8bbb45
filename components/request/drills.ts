import type { DrillPage, DrillResult } from '@/protocol'
import { request } from './request'

/** Has an answer judged: an option's id, or a manifest. */
export const answerDrill = ({ kind, level, seed }: DrillPage, answer: string) =>
  request<DrillResult>('POST', `/drills/${kind}`, { level, seed, answer })
