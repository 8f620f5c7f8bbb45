/** A learner's answer as it was typed, read as a list of names; `none`: they say that there are none. */
export type TypedAnswer = { names: readonly string[]; none: boolean }

const nobody = new Set(['none', 'nothing', 'nobody', 'no', 'null', '-', '<none>', '[]'])
const fillers = new Set(['and', 'only', 'just', '&', '+'])
/** `netpol/web`, `networkpolicy.networking.k8s.io/web`, `pods/web`: as kubectl prints and takes them. */
const kind = /^(netpol|networkpolic(y|ies)(\.networking\.k8s\.io)?|po|pods?)\//

/** Reads names in whatever way people write lists: commas, spaces, lines, quotes, kinds before them, any case. */
export function readNames(text: string): TypedAnswer {
  const words = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map(word => word.replace(/^["'`([{]+|["'`)\]}.:]+$/g, '').replace(kind, ''))
    .filter(word => word !== '' && !fillers.has(word))
  const names = words.filter(word => !nobody.has(word))
  return { names: [...new Set(names)], none: names.length === 0 && text.trim() !== '' }
}

/** `80`, `80/TCP`, `tcp/80`, `53/udp`, `port 80`: as `80` and `53/udp`. */
export function readPorts(text: string): TypedAnswer {
  const joined = text.toLowerCase().replace(/\b(tcp|udp|sctp)[\s/:]+(\d+)/g, '$2/$1')
  const { names, none } = readNames(joined.replace(/\bports?\b/g, ' '))
  return { names: [...new Set(names.map(name => name.replace(/\/tcp$/, '')))], none }
}

/** What somebody says of a connection that they tried: the addresses in it, and how it ended. */
export type ToldAttempt = { addresses: readonly string[]; ended: readonly AttemptEnd[] }
export type AttemptEnd = 'answered' | 'refused' | 'timed-out'

const ends: Readonly<Record<AttemptEnd, RegExp>> = {
  answered: /\b(answer\w*|respon\w*|open|connected|succeeded|works?|worked|welcome|html|page|200|ok)\b/,
  refused: /\brefus\w*\b/,
  'timed-out': /\b(tim(ed|es|e|ing)?[ -]?out|timeout|block\w*|dropped|silen\w*|nothing)\b/,
}

/** `10.244.0.7 answered`, `timed out (10.1.2.3)`, `http://[fd00::7]:80 refused`. */
export function readAttempt(text: string): ToldAttempt {
  const told = text.toLowerCase()
  const words = told.split(/[\s,;()<>"'`[\]]+|https?:\/\//)
  const addresses = words
    .map(word => word.replace(/[/.:]+$/, '').replace(/^(\d+(?:\.\d+){3})[:/].*$/, '$1'))
    .filter(word => /^\d+(\.\d+){3}$/.test(word) || /^[\da-f]*:[\da-f:]+$/.test(word))
  const ended = (Object.keys(ends) as AttemptEnd[]).filter(end => ends[end].test(told))
  return { addresses: [...new Set(addresses)], ended }
}

/** The one number in it. */
export function readNumber(text: string): number | undefined {
  const numbers = text.match(/\d+/g) ?? []
  if (numbers.length === 1) return Number(numbers[0])
  return numbers.length === 0 && nobody.has(text.trim().toLowerCase()) ? 0 : undefined
}
