const fold = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** A name that nobody else in the class has: the second Alex is "Alex 2". */
export function distinctName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map(fold))
  const name = wanted.replace(/\s+/g, ' ').trim()
  if (!known.has(fold(name))) return name
  for (let number = 2; ; number++) if (!known.has(fold(`${name} ${number}`))) return `${name} ${number}`
}
