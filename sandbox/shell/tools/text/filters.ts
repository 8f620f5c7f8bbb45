import { readTextLines, resolvePath } from '../../../process'
import { inputsOf } from '../files-of'
import { tool } from '../tool'

/** `tee`: to stdout and to files, chunk by chunk. */
export const tee = tool({ flags: 'ai', long: { append: 'a' } }, async run => {
  const { options, files, cwd, stdin, stdout } = run
  const paths = options.rest.map(path => resolvePath(cwd, path))
  for (const path of paths) await files.write(path, '', options.has('a') ? { append: true } : {})
  for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
    for (const path of paths) await files.write(path, chunk, { append: true })
    await stdout.write(chunk)
  }
  return undefined
})

/** `wc`: lines, words, bytes (or characters). */
export const wc = tool(
  { flags: 'lwcmL', long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' } },
  async run => {
    const { options, stdout } = run
    const chosen = ['l', 'w', 'm', 'c'].filter(letter => options.has(letter))
    const shown = chosen.length > 0 ? chosen : ['l', 'w', 'c']
    const total: Record<string, number> = { l: 0, w: 0, m: 0, c: 0 }
    const rows: Array<{ counts: Record<string, number>; path: string }> = []
    for await (const { path, input } of inputsOf(run)) {
      const counts: Record<string, number> = { l: 0, w: 0, m: 0, c: 0 }
      const decoder = new TextDecoder()
      let inWord = false
      const count = (text: string) => {
        for (const character of text) {
          counts.m!++
          if (character === '\n') counts.l!++
          const blank = /\s/.test(character)
          if (!blank && !inWord) counts.w!++
          inWord = !blank
        }
      }
      for (let chunk = await input.read(); chunk; chunk = await input.read()) {
        counts.c! += chunk.length
        count(decoder.decode(chunk, { stream: true }))
      }
      count(decoder.decode())
      for (const letter of Object.keys(total)) total[letter]! += counts[letter]!
      rows.push({ counts, path: options.rest.length > 0 ? path : '' })
    }
    if (rows.length > 1) rows.push({ counts: total, path: 'total' })
    const single = rows.length === 1 && shown.length === 1
    const fromInput = rows.some(({ path }) => path === '' || path === '-')
    const width = single ? 1 : fromInput && rows.length === 1 ? 7 : String(total.c).length
    for (const { counts, path } of rows) {
      const numbers = shown.map(letter => String(counts[letter]).padStart(width)).join(' ')
      await stdout.write(`${numbers}${path ? ` ${path}` : ''}\n`)
    }
    return undefined
  },
)

/** `cut -d: -f1,3-`, `cut -c1-5`. */
export const cut = tool(
  {
    flags: 's',
    values: 'dfcb',
    long: {
      'delimiter=': 'd',
      'fields=': 'f',
      'characters=': 'c',
      'bytes=': 'b',
      'only-delimited': 's',
      'output-delimiter=': '',
    },
  },
  async run => {
    const { options, stdout } = run
    const list = options.value('f') ?? options.value('c') ?? options.value('b')
    if (list === undefined) {
      await run.stderr.write(
        "cut: you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.\n",
      )
      return 1
    }
    const wanted = parseList(list)
    if (!wanted) {
      await run.complain(`invalid field value ‘${list}’`)
      return 1
    }
    const delimiter = options.value('d') ?? '\t'
    const joint = options.value('output-delimiter') ?? (options.has('f') ? delimiter : '')
    for await (const { input } of inputsOf(run))
      for await (const line of readTextLines(input)) {
        if (!options.has('f')) {
          await stdout.write(
            `${Array.from(line)
              .filter((_, index) => wanted(index + 1))
              .join('')}\n`,
          )
        } else if (line.includes(delimiter)) {
          const fields = line.split(delimiter).filter((_, index) => wanted(index + 1))
          await stdout.write(`${fields.join(joint)}\n`)
        } else if (!options.has('s')) await stdout.write(`${line}\n`)
      }
    return undefined
  },
)

/** `1,3-5,7-` as a test of positions from 1. */
function parseList(text: string): ((position: number) => boolean) | undefined {
  const ranges = text.split(',').map(part => /^(\d*)(-?)(\d*)$/.exec(part))
  if (ranges.some(range => !range || range[0] === '' || range[0] === '-')) return undefined
  return position =>
    ranges.some(range => {
      const [, from = '', dash, to = ''] = range!
      const first = from === '' ? 1 : Number(from)
      const last = dash ? (to === '' ? Number.POSITIVE_INFINITY : Number(to)) : first
      return position >= first && position <= last
    })
}

/** `rev`: every line backwards. */
export const rev = tool({}, async run => {
  for await (const { input } of inputsOf(run))
    for await (const line of readTextLines(input))
      await run.stdout.write(`${Array.from(line).reverse().join('')}\n`)
  return undefined
})
