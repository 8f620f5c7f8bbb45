import type { Waiting } from '@/components/workbench/workbench'

/** A file in the editor, and what is on the disk. */
export type OpenFile = {
  path: string
  /** What the editor shows. */
  text: string
  /** Grows when the text is replaced from outside; what the learner types does not come back to the editor. */
  revision: number
  /** What was last read or written; null: the file is not there yet. */
  saved: string | null
  /** What another (the terminal, a second tab) has written meanwhile; null: removed. */
  conflict?: { text: string | null }
  /** A program in the terminal waits for this file. */
  waiting?: Waiting
}

export const isDirty = (file: OpenFile): boolean => file.text !== (file.saved ?? '')

/**
 * The file after a look at the disk. What the editor has not changed follows the disk; what it has is a conflict,
 * which the learner decides.
 */
export function afterLook(file: OpenFile, onDisk: string | null): OpenFile {
  if (onDisk === file.saved) return { ...file, conflict: undefined }
  if (onDisk === file.text) return { ...file, saved: onDisk, conflict: undefined }
  if (!isDirty(file) && onDisk !== null) {
    return { ...file, text: onDisk, saved: onDisk, revision: file.revision + 1, conflict: undefined }
  }
  return { ...file, conflict: { text: onDisk } }
}

export const takeTheirs = (file: OpenFile): OpenFile => ({
  ...file,
  text: file.conflict?.text ?? '',
  revision: file.revision + 1,
  saved: file.conflict?.text ?? null,
  conflict: undefined,
})

/** The next save overwrites what the other wrote. */
export const keepMine = (file: OpenFile): OpenFile => ({
  ...file,
  saved: file.conflict?.text ?? null,
  conflict: undefined,
})
