import type { z } from 'zod'
import type {
  ExpectedEnd,
  fileAbsent,
  fileContent,
  fileList,
  MadePrediction,
  openedLesson,
  sandboxExtended,
  sandboxRef,
} from '@/protocol'
import type { TaskResult } from '@/sandbox/exercise'
import { RequestFailed, request } from './request'

type OpenedLesson = z.infer<typeof openedLesson>
export type FileContent = z.infer<typeof fileContent | typeof fileAbsent>
export type FileList = z.infer<typeof fileList>

/** Where the learner's files are. */
export const home = '/home/learner'

const at = (sandbox: string, rest: string) => `/sandboxes/${encodeURIComponent(sandbox)}${rest}`
const filesAt = (sandbox: string, path: string) => at(sandbox, `/files?path=${encodeURIComponent(path)}`)

/** The sandbox of this person for a course, made if there is none. */
export const openSandbox = (course: string) =>
  request<z.infer<typeof sandboxRef>>('POST', '/sandboxes', { course })

/** Rejects with code `objects-changed` when the learner's objects would be lost and `replace` is not said. */
export const openLesson = (sandbox: string, lesson: string, task?: string, replace = false) =>
  request<OpenedLesson>('POST', at(sandbox, '/lesson'), { lesson, task, replace })

export const resetLesson = (sandbox: string) => request<OpenedLesson>('POST', at(sandbox, '/reset'))

/** Somebody is still there: it is not put to sleep, and its end is put off. */
export const extendSandbox = (sandbox: string) =>
  request<z.infer<typeof sandboxExtended>>('POST', at(sandbox, '/extension'))

export const checkTask = (sandbox: string, lesson: string, task: string, answers: Record<string, string>) =>
  request<TaskResult>('POST', at(sandbox, '/checks'), { lesson, task, answers })

/** Keeps what the learner expects of the open lesson's first probe. */
export const predict = (sandbox: string, lesson: string, expected: ExpectedEnd) =>
  request<MadePrediction>('POST', at(sandbox, '/prediction'), { lesson, expected })

/** `text` is null where there is no such file: a new one is no error. */
export const readFile = (sandbox: string, path: string) =>
  request<FileContent>('GET', `${filesAt(sandbox, path)}&absent=null`)

export const listFiles = (sandbox: string, path: string) => request<FileList>('GET', filesAt(sandbox, path))

export const writeFile = (sandbox: string, path: string, text: string) =>
  request<void>('PUT', at(sandbox, '/files'), { path, text })

export const removeFile = (sandbox: string, path: string) => request<void>('DELETE', filesAt(sandbox, path))

/** Whether the server still has this sandbox for this person; rejects when nobody answers. */
export async function sandboxExists(sandbox: string): Promise<boolean> {
  try {
    await listFiles(sandbox, home)
    return true
  } catch (error) {
    if (error instanceof RequestFailed && [401, 403, 404, 410].includes(error.status)) return false
    throw error
  }
}
