import { readFileSync } from 'node:fs'
import type { KubernetesObject } from '@kubernetes/client-node'
import { checksum } from './checksum'
import { CorruptLog } from './corrupt-log'

/**
 * A line: revision, resource, namespace, name, and the object unless it was deleted. The first line of a file names no
 * resource: it tells from which revision on the file tells more and, of a snapshot, how many objects follow.
 */
export type Line = [
  revision: number,
  resource: string,
  namespace: string,
  name: string,
  object?: KubernetesObject,
]
export type Head = [revision: number, resource: '', namespace: '', name: '', objects?: number]

/** As it stands in the file: JSON, a tab, the checksum. */
export const written = (line: Line | Head): string => {
  const text = JSON.stringify(line)
  return `${text}\t${checksum(Buffer.from(text))}\n`
}

const sumLength = 9

/** The line, or what is wrong with it. Lines of former versions have no checksum. */
function parse(bytes: Buffer): Line | Head | string {
  const marked = bytes[bytes.length - sumLength] === 9
  const text = marked ? bytes.subarray(0, -sumLength) : bytes
  if (marked && checksum(text) !== bytes.toString('latin1', bytes.length - sumLength + 1)) {
    return 'its checksum does not fit'
  }
  try {
    const line: unknown = JSON.parse(text.toString('utf8'))
    return Array.isArray(line) && typeof line[0] === 'number' ? (line as Line) : 'it is not a change'
  } catch {
    return 'it cannot be read'
  }
}

/** What was read of a file: its lines, and how many bytes of them are whole: a line cut off at the end is none. */
export type ReadLines = { lines: (Line | Head)[]; whole: number; size: number }

/** Reads a file. Throws `CorruptLog` for a line that is whole and wrong. */
export function readLines(file: string, separable = false): ReadLines {
  const content = readFileSync(file)
  const lines: (Line | Head)[] = []
  let start = 0
  while (start < content.length) {
    const end = content.indexOf(10, start)
    if (end === -1) break
    const line = parse(content.subarray(start, end))
    if (typeof line === 'string') {
      const revision = lines.at(-1)?.[0] ?? 0
      throw new CorruptLog({ file, line: lines.length + 1, why: line, revision, separable })
    }
    lines.push(line)
    start = end + 1
  }
  return { lines, whole: start, size: content.length }
}
