import { type Output, toBytes } from '../process'

/** What a shell prints before a command line runs (with the line), and before a prompt: OSC 133 of FinalTerm. */
const mark = /\x1b\]133;(?:C;([^\x07]*)|A)\x07/g
/** Characters that are looked through again, because a mark may come in two pieces. */
const longestMark = 4_096

/** The same output, telling which command line runs; null at a prompt. Marks stay: terminals do not show them. */
export function runningIn(output: Output, running: (line: string | null) => void): Output {
  const decoder = new TextDecoder()
  let tail = ''
  let now: string | null = null
  return {
    ...output,
    async write(chunk) {
      tail += decoder.decode(toBytes(chunk), { stream: true })
      let end = 0
      for (const found of tail.matchAll(mark)) {
        const next = found[1]?.trim() ?? null
        end = found.index + found[0].length
        if (next !== now) running(next)
        now = next
      }
      const begun = tail.lastIndexOf('\x1b')
      tail = begun >= end ? tail.slice(Math.max(begun, tail.length - longestMark)) : ''
      await output.write(chunk)
    },
  }
}
