import { randomFillSync } from 'node:crypto'
import type { Input } from '../../process'
import { pace } from '../../process'

const chunk = 4096

/** What `/dev/zero` and the like read: never at an end, and never in the way of others. */
const fillers: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  '/dev/random': bytes => void randomFillSync(bytes),
  '/dev/urandom': bytes => void randomFillSync(bytes),
  '/dev/zero': () => {},
}

/** The endless input that a path names, or nothing when it is another file. */
export function endlessInput(path: string): Input | undefined {
  const fill = Object.hasOwn(fillers, path) ? fillers[path] : undefined
  if (!fill) return undefined
  let open = true
  return {
    async read() {
      await pace(true)
      if (!open) return null
      const bytes = new Uint8Array(chunk)
      fill(bytes)
      return bytes
    },
    close() {
      open = false
    },
  }
}
