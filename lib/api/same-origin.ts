/**
 * Does a request come from one of our own pages: does its `Origin` name the host it was sent to, or the public
 * address? A request without one was not made by a page of another site.
 */
export function isOwnOrigin(
  origin: string | null | undefined,
  host: string | null | undefined,
  publicUrl: string | undefined,
): boolean {
  if (origin === null || origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const { origin: named, host: namedHost } = new URL(origin)
  return named === publicUrl || (!!host && namedHost === canonical(host, named))
}

/** The host as a URL has it: lower case, without the port that the scheme implies. */
function canonical(host: string, origin: string): string | undefined {
  const url = `${new URL(origin).protocol}//${host}`
  return URL.canParse(url) ? new URL(url).host : undefined
}
