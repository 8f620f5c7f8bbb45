import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that only its owner may read, whole or not at all. */
export function writeSecret(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(partial, text, { mode: 0o600 })
  renameSync(partial, file)
}

/** The JSON kept in a secret file, made by `make` the first time. */
export function keptSecret<T>(file: string, make: () => T): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = make()
  writeSecret(file, JSON.stringify(made))
  return made
}
