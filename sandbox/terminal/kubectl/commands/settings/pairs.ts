/** Resources and `key=value` / `key-` words of `label` and `annotate`. */
export type Pairs = { resources: string[]; set: Map<string, string>; remove: string[] }

const isPair = (word: string): boolean =>
  (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-')

/** Resources come first; throws as cmdutil.GetResourcesAndPairs does when they do not. */
export function splitPairs(args: readonly string[], noun: string): { resources: string[]; pairs: string[] } {
  const resources: string[] = []
  const pairs: string[] = []
  for (const word of args) {
    if (isPair(word)) pairs.push(word)
    else if (pairs.length > 0)
      throw new Error(`all resources must be specified before ${noun} changes: ${word}`)
    else resources.push(word)
  }
  return { resources, pairs }
}

/** Both changing and removing one key in one command makes no sense. */
export function rejectContradiction(
  set: ReadonlyMap<string, string>,
  remove: readonly string[],
  message: (keys: string) => string,
): void {
  const both = remove.filter(key => set.has(key))
  if (both.length > 0) throw new Error(message(both.join(', ')))
}
