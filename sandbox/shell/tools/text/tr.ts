import { tool } from '../tool'

/** `tr`: translate, delete (`-d`), squeeze (`-s`), complement (`-c`). */
export const tr = tool(
  { flags: 'cCdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's' } },
  async run => {
    const { options, stdin, stdout } = run
    const [first, second] = options.rest
    if (first === undefined || (second === undefined && !options.has('d') && !options.has('s'))) {
      await run.complain(first === undefined ? 'missing operand' : `missing operand after ‘${first}’`)
      return 1
    }
    const from = expandSet(first)
    const to = second === undefined ? [] : expandSet(second)
    const members = new Set(from)
    const complement = options.has('c') || options.has('C')
    const isMember = (character: string) => members.has(character) !== complement
    const positions = new Map(from.map((character, index) => [character, index]))
    const translate = (character: string) => {
      if (complement) return to.at(-1) ?? character
      return to[Math.min(positions.get(character)!, to.length - 1)] ?? character
    }
    const squeezed = new Set(
      second === undefined || options.has('d') ? (second === undefined ? from : to) : to,
    )
    const decoder = new TextDecoder()
    let last = ''
    for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
      let text = ''
      for (const character of decoder.decode(chunk, { stream: true })) {
        let result = character
        if (isMember(character)) {
          if (options.has('d')) continue
          if (to.length > 0) result = translate(character)
        }
        const squeezes = options.has('s') && (second === undefined ? isMember(result) : squeezed.has(result))
        if (squeezes && result === last) continue
        last = result
        text += result
      }
      await stdout.write(text)
    }
    return undefined
  },
)

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  punct: '!-/:-@[-`{-~',
  xdigit: '0-9A-Fa-f',
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
}

function expandSet(text: string): string[] {
  const source = text.replace(/\[:([a-z]+):\]/g, (whole, name: string) => classes[name] ?? whole)
  const characters: Array<{ character: string; literal: boolean }> = []
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== '\\' || at + 1 >= source.length) {
      characters.push({ character: source[at]!, literal: false })
      continue
    }
    const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1))?.[0]
    if (octal) characters.push({ character: String.fromCharCode(Number.parseInt(octal, 8)), literal: true })
    else characters.push({ character: escapes[source[at + 1]!] ?? source[at + 1]!, literal: true })
    at += octal ? octal.length : 1
  }
  const set: string[] = []
  for (let at = 0; at < characters.length; at++) {
    const [here, dash, end] = characters.slice(at, at + 3)
    if (dash?.character === '-' && !dash.literal && end && set.length < 70_000) {
      for (let code = here!.character.charCodeAt(0); code <= end.character.charCodeAt(0); code++)
        set.push(String.fromCharCode(code))
      at += 2
    } else set.push(here!.character)
  }
  return set
}
