import type { Random } from '../random'
import type { Line } from '../sides'
import { applying } from './applying'
import { asking } from './asking'
import { changing } from './changing'
import { choosing } from './choosing'
import { expand, type Rules, split, together } from './grammar'
import { making } from './making'
import { names } from './names'
import { reading } from './reading'
import { settings } from './settings'

const lines: Rules = {
  line: [
    ...Array(14).fill('<get>'),
    ...Array(6).fill('<describe>'),
    ...Array(5).fill('<create>'),
    ...Array(5).fill('<apply>'),
    ...Array(3).fill('<delete>'),
    ...Array(4).fill('<label>'),
    ...Array(4).fill('<set>'),
    ...Array(3).fill('<config>'),
    ...Array(3).fill('<exec>'),
    ...Array(3).fill('<cluster>'),
    ...Array(3).fill('<auth>'),
    ...Array(2).fill('<logs>'),
    ...Array(2).fill('<explain>'),
    ...Array(2).fill('<rollout>'),
    ...Array(4).fill('<patch>'),
    ...Array(2).fill('<run>'),
    ...Array(2).fill('<expose>'),
    ...Array(3).fill('<mistakes>'),
    ...Array(2).fill('<wait>'),
    ...Array(2).fill('<scale>'),
    ...Array(2).fill('<diff>'),
    ...Array(2).fill('<replace>'),
    ...Array(2).fill('<streams>'),
    '<edit>',
    '<node>',
  ],
}
const rules = together(names, reading, choosing, asking, changing, settings, making, applying, lines)

/** Milliseconds that a command runs that would not end by itself. */
const glance = 1500

/**
 * A command line. In the grammar `NAME=value` before the command is its environment, `< file` at the end what it
 * reads, and `--interrupt` marks what only Ctrl-C ends.
 */
export function makeLine(random: Random, files: Readonly<Record<string, string>>, start = '<line>'): Line {
  const words = split(expand(rules, start, random))
  const env: Record<string, string> = {}
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name = '', ...value] = (words.shift() as string).split('=')
    env[name] = value.join('=')
  }
  const from = words.indexOf('<')
  const stdin = from < 0 ? undefined : files[words[from + 1] ?? '']
  const given = from < 0 ? words : words.slice(0, from)
  return {
    words: given.filter(word => word !== '--interrupt'),
    env,
    ...(stdin === undefined ? {} : { stdin }),
    ...(given.includes('--interrupt') ? { interruptAfter: glance } : {}),
  }
}
