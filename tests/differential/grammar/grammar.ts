import type { Random } from '../random'

/**
 * Rules of a text grammar: `<name>` is replaced by one of the rule's texts, `<name?>` now and then by nothing,
 * `<name*>` by none to three of them. A text that stands twice in a rule is twice as likely.
 */
export type Rules = Readonly<Record<string, readonly string[]>>

const deepest = 20

export function expand(rules: Rules, text: string, random: Random, depth = 0): string {
  if (depth > deepest) return ''
  return text.replace(/<([a-z][\w-]*)([?*]?)>/g, (_, name: string, how: string) => {
    const texts = rules[name]
    if (!texts) throw new Error(`the grammar has no rule ${name}`)
    const one = () => expand(rules, random.pick(texts), random, depth + 1)
    if (how === '?') return random.chance(0.35) ? one() : ''
    if (how === '*') return Array.from({ length: random.index(3) }, one).join(' ')
    return one()
  })
}

/** The words of a line, with `'…'` around what must stay together, as a shell would split it. */
export function split(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''))
}

/** All texts of rules that several tables have: each adds to what a rule can become. */
export function together(...tables: readonly Rules[]): Rules {
  const all: Record<string, string[]> = {}
  for (const table of tables)
    for (const [name, texts] of Object.entries(table)) all[name] = [...(all[name] ?? []), ...texts]
  return all
}
