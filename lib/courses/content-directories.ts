import { delimiter, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ours = fileURLToPath(new URL('../../content', import.meta.url))

/** The directories that `CONTENT_DIR` names, absolute; our own course's where it names none. */
export const contentDirectories = (variable: string | undefined): string[] =>
  variable
    ? variable
        .split(delimiter)
        .filter(Boolean)
        .map(directory => resolve(directory))
    : [ours]
