import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '@/lib/config'

/** Makes the data directory if it is missing. Throws `ConfigError` where it cannot be made or written. */
export function makeDataDirectory(directory: string): void {
  try {
    make(directory)
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ConfigError([
      `DATA_DIR=${JSON.stringify(directory)}: must be a directory that can be made and written (${(error as Error).message}). Write for example DATA_DIR=./.data`,
    ])
  }
}

/** Step by step: below /proc Node's own recursive mkdir never ends. */
function make(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(directory) !== directory) make(dirname(directory))
  try {
    mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    // Somebody else was faster.
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
