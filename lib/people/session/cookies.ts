/** Parses a `Cookie` header (RFC 6265). Of two with one name the first counts; what cannot be decoded stays as it is. */
export function parseCookies(header: string): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at < 0) continue
    const name = part.slice(0, at).trim()
    if (name in cookies) continue
    cookies[name] = decoded(part.slice(at + 1).trim())
  }
  return cookies
}

function decoded(value: string): string {
  const bare = value.replace(/^"(.*)"$/, '$1')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}
