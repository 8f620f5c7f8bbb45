/** A path of this site, as a link may name it to come back to; anything else might lead elsewhere. */
export function ownPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/')) return undefined
  const here = 'http://here.invalid'
  return URL.canParse(path, here) && new URL(path, here).origin === here ? path : undefined
}
